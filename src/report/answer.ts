import type { Condition } from '../plan/plan.ts';
import { diagnose } from '../diagnosis/diagnosis.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { Answer } from './answer-parts.ts';
import { certaintySentence } from './certainty.ts';
import { conditionSetText } from './condition-set.ts';
import { multipleText } from './estimate-text.ts';
import { fastest, type Fastest, type Speed } from './fastest.ts';
import { countedNoun, rangeOf, rangeText, rateText, timeText } from './figure-text.ts';
import type { Inference } from './inference.ts';
import { limitGroups, type LimitGroup } from './limit-groups.ts';
import type { RunTable } from './run-table.ts';
import { reportedSweep } from './reported-sweep.ts';
import { sweepAnswer } from './sweep-answer.ts';
import { sentenceCase } from './sentence-case.ts';

export function answerOf(stored: StoredRun, table: RunTable, inference: Inference): Answer {
  const sweep = reportedSweep(stored);
  if (sweep !== undefined) return sweepAnswer(sweep, stored);
  const found = fastest(table);
  const certainty = certaintySentence(stored, table, inference);
  if (found === undefined) return { question: BEST, ...withoutResponses(table), certainty };
  const groups = limitGroups(diagnose(stored), found.all).filter(({ ceiling }) => ceiling !== 'undetermined');
  const isAllLoad = groups.length > 0 && groups.every(({ ceiling }) => ceiling === 'offeredLoad');
  return {
    question: BEST,
    best: bestSentence(found),
    limit: limitSentence(groups, found.all),
    change: changeSentence(groups, isAllLoad),
    certainty,
  };
}

const BEST = 'Best';

function withoutResponses({ trialsMeasured }: RunTable): Omit<Answer, 'certainty' | 'question'> {
  return trialsMeasured === 0
    ? {
        best: 'Nothing has been measured yet.',
        limit: 'So nothing is known of what limits the server.',
        change: 'Let the run go on, or start another.',
      }
    : {
        best: 'No request completed in any condition, so none is best.',
        limit: 'What limits the server cannot be said without responses.',
        change: 'Mend what fails first: the findings say how the requests ended.',
      };
}

function bestSentence({ best, worst, all }: Fastest): string {
  if (all.length === 1) return `The one condition measured reaches ${speedText(best)}${medianText(best)}.`;
  if (worst.length === 0)
    return `No configuration is faster than another: all reach ${speedText(best)}${medianText(best)}.`;
  const [most, least] = [meanSpeed(best), meanSpeed(worst)];
  const multiple = least > 0 ? multipleText({ estimate: most / least, low: null, high: null }) : null;
  const against = `${multiple === null ? 'against' : `${multiple} as much as`} ${setText(worst, all)}, the slowest`;
  return `${sentenceCase(setText(best, all))}: ${speedText(best)}${medianText(best)}. That is ${against} (${speedText(worst)}).`;
}

const setText = (speeds: readonly Speed[], all: readonly Condition[]): string =>
  conditionSetText(
    speeds.map(({ condition }) => condition),
    all,
  );

const speedText = (speeds: readonly Speed[]): string =>
  rangeText(rangeOf(speeds.map(({ perSecond }) => perSecond)), rateText);

const meanSpeed = (speeds: readonly Speed[]): number =>
  speeds.reduce((sum, { perSecond }) => sum + perSecond, 0) / speeds.length;

function medianText(speeds: readonly Speed[]): string {
  const medians = speeds.flatMap(({ p50Ms }) => p50Ms ?? []);
  return medians.length === 0
    ? ''
    : `, with a median response time of ${rangeText(rangeOf(medians), timeText)}`;
}

const MOST_GROUPS = 3;

function limitSentence(groups: readonly LimitGroup[], all: readonly Condition[]): string {
  if (groups.length === 0) return 'What limits the throughput is not determined by these figures.';
  const [only] = groups;
  if (only !== undefined && groups.length === 1 && all.length === 1) return `What limits it: ${only.limit}.`;
  const parts = groups.slice(0, MOST_GROUPS).map(({ where, limit }) => `${sentenceCase(where)}: ${limit}.`);
  const more = groups.length - MOST_GROUPS;
  return `${parts.join(' ')}${more > 0 ? ` ${sentenceCase(countedNoun(more, 'more limit'))} below.` : ''}`;
}

function changeSentence(groups: readonly LimitGroup[], isAllLoad: boolean): string {
  const remedies = groups.flatMap(({ where, remedy }) =>
    remedy === null ? [] : [`For ${where}: ${remedy}.`],
  );
  if (remedies.length > 0) return remedies.slice(0, 2).join(' ');
  return isAllLoad
    ? 'Nothing on the server: it keeps up with all it is asked. To find what it can do, offer more connections, or let it answer sooner.'
    : 'These figures name no change that would help; the findings say what is known.';
}
