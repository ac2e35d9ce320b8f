import type { StoredRun } from '../samples/run-record.ts';
import { unexplained } from './facts/unexplained.ts';
import { countedNoun, countText, percentText, rangeOf, rangeText } from './figure-text.ts';
import type { Inference } from './inference.ts';
import type { RunTable } from './run-table.ts';
import { sentenceCase } from './sentence-case.ts';

/** How many trials there are and how far they agree, how many can be trusted, and whether a model agrees. */
export function certaintySentence(stored: StoredRun, table: RunTable, inference: Inference): string {
  if (stored.trials.length === 0) return 'No trial has finished.';
  const parts = [
    intervalsText(table, inference),
    validityText(stored),
    ...failedText(stored),
    ...verdictsText(inference),
    ...modelText(stored),
  ];
  return `${sentenceCase(parts.join('; '))}.`;
}

function intervalsText({ rows }: RunTable, { conditions }: Inference): string {
  const halfWidths = conditions.flatMap(({ means: { steadyStatePerSecond: mean } }) => {
    const { estimate, low, high } = mean;
    if (estimate === null || low === null || high === null || estimate <= 0) return [];
    return [((high - low) / 2 / estimate) * 100];
  });
  const counts = rows.map(({ trials }) => trials).filter((count) => count > 0);
  const each = Math.max(...counts) === 1 ? 'one trial' : `${rangeText(rangeOf(counts), countText)} trials`;
  if (halfWidths.length === 0)
    return `${each} a condition, too few for an interval: --replicates 5 would say how much of it is chance`;
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
  if (invalid === trials.length) return 'no trial is valid, so nothing here can be relied on';
  return `${countText(invalid)} of ${countedNoun(trials.length, 'trial')} ${invalid === 1 ? 'is' : 'are'} invalid and left out`;
}

function failedText({ run }: StoredRun): string[] {
  const failed = run.failedTrials.length;
  return failed === 0 ? [] : [`${countedNoun(failed, 'trial')} could not be measured`];
}

function verdictsText({ effects }: Inference): string[] {
  const verdicts = effects.filter(
    ({ metric, pValue }) => metric === 'steadyStatePerSecond' && pValue !== null,
  );
  const decided = verdicts.filter(({ verdict }) => verdict !== 'inconclusive').length;
  if (verdicts.length === 0) return [];
  return [
    `${countText(decided)} of ${countedNoun(verdicts.length, 'verdict')} on what a factor does ${decided === 1 ? 'is' : 'are'} decided`,
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
    outside === 0
      ? 'a model that was asked before each trial agrees with the measurement'
      : `a model that was asked before each trial disagrees in ${countText(outside)} of ${countText(predicted)}`,
  ];
}
