import type { StoredRun } from '../samples/run-record.ts';
import { unexplained } from './facts/unexplained.ts';
import { countedNoun, countText, percentText, rangeOf, rangeText } from './figure-text.ts';
import type { Inference } from './inference.ts';
import type { LimitGroup } from './limit-groups.ts';
import type { RunTable } from './run-table.ts';
import { sentenceCase } from './sentence-case.ts';

/**
 * How many trials there are and how far they agree, how many can be trusted, how sure the limits are, and whether a model
 * agrees.
 * @param groups the limits that are told
 */
export function certaintySentences(
  stored: StoredRun,
  table: RunTable,
  inference: Inference,
  groups: readonly LimitGroup[],
): string {
  if (stored.trials.length === 0) return 'No trial has finished.';
  // Where none is valid, nothing else matters as much.
  if (!stored.trials.some(({ validity }) => validity.valid)) return `${sentenceCase(validityText(stored))}.`;
  return [
    intervalsText(table, inference),
    validityText(stored),
    ...failedText(stored),
    ...limitsText(groups),
    ...verdictsText(inference),
    ...modelText(stored),
  ]
    .map((text) => `${sentenceCase(text)}.`)
    .join(' ');
}

function intervalsText({ rows }: RunTable, { conditions }: Inference): string {
  const halfWidths = conditions.flatMap(({ means: { steadyStatePerSecond: mean } }) => {
    const { estimate, low, high } = mean;
    if (estimate === null || low === null || high === null || estimate <= 0) return [];
    return [((high - low) / 2 / estimate) * 100];
  });
  const counts = rows.map(({ trials }) => trials).filter((count) => count > 0);
  const isOnce = Math.max(...counts) === 1;
  const each = isOnce ? 'one trial' : `${rangeText(rangeOf(counts), countText)} trials`;
  if (halfWidths.length === 0)
    return `${isOnce ? 'each condition was measured once' : `${each} a condition`}, so no interval says how much of a difference is chance: run it again with --replicates 5`;
  const where =
    halfWidths.length < counts.length
      ? ` in ${countText(halfWidths.length)} of ${countedNoun(counts.length, 'condition')}`
      : '';
  return `${each} a condition, and the 95 % interval of its throughput is within ±${percentText(Math.max(...halfWidths))}${where}`;
}

function validityText({ trials }: StoredRun): string {
  const invalid = trials.filter(({ validity }) => !validity.valid).length;
  if (invalid === 0)
    return trials.length === 1
      ? 'the trial is valid'
      : `all ${countedNoun(trials.length, 'trial')} are valid`;
  if (invalid === trials.length)
    return 'no trial is valid, so nothing here can be relied on: the notes say why';
  return `${countText(invalid)} of ${countedNoun(trials.length, 'trial')} ${invalid === 1 ? 'is' : 'are'} invalid and left out: the notes say why`;
}

function failedText({ run }: StoredRun): string[] {
  const failed = run.failedTrials.length;
  return failed === 0 ? [] : [`${countedNoun(failed, 'trial')} could not be measured`];
}

/** What stands behind the limits, in the words of the findings. */
function limitsText(groups: readonly LimitGroup[]): string[] {
  if (groups.length === 0) return [];
  const high = groups.filter(({ level }) => level === 'high').length;
  const which =
    high === groups.length
      ? 'what limits each is'
      : high === 0
        ? 'no limit is'
        : `of ${countedNoun(groups.length, 'limit')} ${countText(high)} ${high === 1 ? 'is' : 'are'}`;
  const meaning = 'counted itself, or shown by two independent signs, and nothing against it';
  return [`${which} of high confidence (${meaning}); the findings have the evidence`];
}

function verdictsText({ effects }: Inference): string[] {
  const verdicts = effects.filter(
    ({ metric, pValue }) => metric === 'steadyStatePerSecond' && pValue !== null,
  );
  const decided = verdicts.filter(({ verdict }) => verdict !== 'inconclusive').length;
  if (verdicts.length === 0) return [];
  return [
    `whether a factor makes the server faster, slower or neither is decided in ${countText(decided)} of ${countedNoun(verdicts.length, 'comparison')}`,
  ];
}

function modelText(stored: StoredRun): string[] {
  const predicted = stored.trials.filter(
    ({ prediction, validity }) => prediction !== null && validity.valid,
  ).length;
  if (predicted === 0) return [];
  const [fact] = unexplained(stored);
  const outside = fact?.kind === 'unexplained' ? fact.cases.length : 0;
  return [
    `a model predicted each trial beforehand, and ${outside === 0 ? 'no trial contradicts it' : `${countText(outside)} of ${countedNoun(predicted, 'trial')} ${outside === 1 ? 'contradicts' : 'contradict'} it`}`,
  ];
}
