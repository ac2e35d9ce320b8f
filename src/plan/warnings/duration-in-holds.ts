import { formatDuration, type Milliseconds } from '../../units.ts';
import { formatHold, meanHold, type Hold } from '../hold.ts';
import type { PlanRule } from './judged-plan.ts';
import { isWholeNumberOfHolds } from './whole-holds.ts';

/** With fewer holds than this in the window, one batch more or less is more than a tenth of what completes. */
const ENOUGH = 10;

/** A duration with few holds in it, or with a whole number of them, is decided by where in a batch it ends. */
export const durationInHolds: PlanRule = ({ conditions }) =>
  conditions.flatMap(({ settings: { target, load } }) => {
    const { hold } = target;
    if (hold === undefined || meanHold(hold) === 0 || !Number.isFinite(load.duration)) return [];
    const clause = clauseOf(load.duration, hold);
    return clause === undefined ? [] : [`The duration (${formatDuration(load.duration)}) ${clause}.`];
  });

function clauseOf(duration: Milliseconds, hold: Hold): string | undefined {
  const holds = duration / meanHold(hold);
  const isWhole = isWholeNumberOfHolds(duration, hold);
  const [count, text] = [isWhole ? Math.round(holds) : Math.floor(holds), formatHold(hold)];
  const step = `${Math.round(100 / Math.max(1, count))} %`;
  if (isWhole) {
    const few = count < ENOUGH ? `, and that batch is ${step} of the throughput` : '';
    return `is a whole number of holds (${text}): whether the last batch counts is decided by milliseconds${few}`;
  }
  if (holds >= ENOUGH) return undefined;
  if (hold.kind !== 'constant')
    return `is only ${holds.toFixed(1)} mean holds (${text}): few requests end on each connection, so that figures scatter`;
  if (count === 0) return `is shorter than one hold (${text}): nothing that starts in it ends in it`;
  return `has only ${count} whole hold${count === 1 ? '' : 's'} (${text}) in it: one batch more or less is ${step} of the throughput`;
}
