import { conditionKey } from '../samples/condition-key.ts';
import type { StoredRun } from '../samples/run-record.ts';
import { changeSentences } from './answer-change.ts';
import { limitSentences } from './answer-limits.ts';
import type { Answer } from './answer-parts.ts';
import { bestSentences } from './best-sentences.ts';
import { certaintySentences } from './certainty.ts';
import { conclusions } from './conclusions.ts';
import { fastest, type Fastest } from './fastest.ts';
import type { Inference } from './inference.ts';
import { limitGroups, withOneLoad } from './limit-groups.ts';
import { reportedSweep } from './reported-sweep.ts';
import type { RunTable } from './run-table.ts';
import { sweepAnswer } from './sweep-answer.ts';
import { toldDiagnoses } from './told-diagnoses.ts';

export function answerOf(stored: StoredRun, table: RunTable, inference: Inference): Answer {
  const sweep = reportedSweep(stored);
  if (sweep !== undefined) return sweepAnswer(sweep, stored);
  const found = fastest(table);
  if (found === undefined)
    return {
      question: BEST,
      ...withoutResponses(table),
      certainty: certaintySentences(stored, table, inference, []),
    };
  if (!table.rows.some(({ isValid, figures }) => isValid && figures !== null))
    return {
      question: BEST,
      ...withoutValidTrials(stored, found),
      certainty: certaintySentences(stored, table, inference, []),
    };
  return answerOfRun(stored, table, inference, found);
}

function answerOfRun(stored: StoredRun, table: RunTable, inference: Inference, found: Fastest): Answer {
  const diagnoses = toldDiagnoses(stored);
  const known = limitGroups(diagnoses, found.all, stored.run.plan.targets).filter(
    ({ ceiling }) => ceiling !== 'undetermined',
  );
  const groups = withOneLoad(known, found.all);
  const best = new Set(found.best.map(({ condition }) => conditionKey(condition)));
  const ofBest = diagnoses.filter(({ condition }) => best.has(conditionKey(condition)));
  // As fast as they were asked to be, they may be able to do more.
  const isAsked = ofBest.length === best.size && ofBest.every(({ ceiling }) => ceiling === 'offeredLoad');
  const measured = table.rows.filter(({ figures }) => figures !== null).length;
  return {
    question: BEST,
    best: bestSentences(found, { isAsked, isAllValid: measured === found.all.length }),
    limit: limitSentences(stored, groups, found.all, conclusions(stored, inference)),
    change: changeSentences(groups, isAsked ? ofBest : []),
    certainty: certaintySentences(stored, table, inference, groups),
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

/** The figures are told, and nothing is concluded from them. */
function withoutValidTrials({ trials }: StoredRun, found: Fastest): Omit<Answer, 'certainty' | 'question'> {
  const [reason] = trials.flatMap(({ validity }) => validity.reasons);
  return {
    best: `No trial is valid, so none can be called best. As measured: ${bestSentences(found, { isAsked: false, isAllValid: true })}`,
    limit: 'What limits the throughput cannot be told from trials that are not valid.',
    change: `Nothing on the server yet. Measure it again without what spoilt the trials${reason === undefined ? '' : ` (${reason})`}.`,
  };
}
