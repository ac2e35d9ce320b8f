import { formatDuration } from '../../units.ts';
import { formatHold } from '../hold.ts';
import type { PlanRule } from './judged-plan.ts';
import { isWholeNumberOfHolds } from './whole-holds.ts';

/** A time-out on a whole number of holds falls together with responses. */
export const timeoutInHolds: PlanRule = ({ conditions }) =>
  conditions.flatMap(({ settings: { target, load } }) => {
    const { hold } = target;
    if (hold === undefined || !isWholeNumberOfHolds(load.timeout, hold)) return [];
    return [
      `The time-out (${formatDuration(load.timeout)}) is a whole number of holds (${formatHold(hold)}): whether a response that waited that long is late is decided by milliseconds.`,
    ];
  });
