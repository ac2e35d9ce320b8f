import type { RunRecord } from '../samples/run-record.ts';
import type { OutlierCause } from '../statistics/outlier-cause.ts';
import type { Outlier } from '../statistics/outliers.ts';
import { ratioText, shareText } from './estimate-text.ts';
import { conditionText, countedNoun, figureText, listText, percentText } from './figure-text.ts';
import { untilSentences } from './until-sentences.ts';
import { hasEffectIntervals, isShown, type Inference, type ShownMetric } from './inference.ts';

/** What has to be known to read intervals and verdicts, and which trials are far from the others. */
export function inferenceNotes(run: RunRecord, inference: Inference): string[] {
  return [...untilSentences(run), ...verdictNotes(inference), ...outlierNotes(inference)];
}

function verdictNotes(inference: Inference): string[] {
  if (!hasEffectIntervals(inference)) return [];
  return [
    'Interval: in 95 of 100 such experiments the true value is within it (Student’s t, on the logarithms of what the ' +
      'trials measured).',
    `Verdict: 'faster' or 'slower' is what chance alone would show in fewer than 5 of 100 runs, with all comparisons of the ` +
      `run counted (Holm). 'equivalent' is a difference under ${shareText(inference.margin)}, and wrong in at most 5 of 100 ` +
      "such verdicts. 'inconclusive': the trials do not tell; more replicates may.",
  ];
}

/** One for each trial, whatever it is an outlier in. */
function outlierNotes({ outliers }: Inference): string[] {
  const shown = outliers.flatMap(({ metric, ...outlier }) =>
    isShown(metric) ? [{ ...outlier, metric }] : [],
  );
  const byTrial = Map.groupBy(shown, ({ position }) => position);
  return [...byTrial.values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [outlierNote(first, own)];
  });
}

const METRIC_NAMES: Readonly<Record<ShownMetric, string>> = {
  steadyStatePerSecond: 'steady throughput',
  responseTimeMeanMs: 'mean response time',
};

type ShownOutlier = Outlier & { readonly metric: ShownMetric };

function outlierNote(trial: Outlier, own: readonly ShownOutlier[]): string {
  const figures = own.map(
    ({ metric, ratioToMedian }) =>
      `its ${METRIC_NAMES[metric]} ${ratioText({ estimate: ratioToMedian, low: null, high: null }) ?? ''}`,
  );
  return (
    `Outlier (kept): ${conditionText(trial.condition)}, replicate ${trial.replicate}: ${listText(figures)} ` +
    `against the median of its condition; ${causeText(trial.cause)}.`
  );
}

function causeText(cause: OutlierCause): string {
  switch (cause.kind) {
    case 'processChanged':
      return `likely cause: ${countedProcesses(cause)} under the load`;
    case 'stolen':
      return `likely cause: the hypervisor took ${sharesText(cause)} of the processors`;
    case 'othersBusy':
      return `likely cause: other programs took ${sharesText(cause)} of the processors`;
    case 'generatorBusy':
      return `likely cause: a generator thread was busy for ${sharesText(cause)} of the window`;
    case 'loadBefore':
      return (
        `likely cause: the load average before it was ${figureText(cause.here)} a processor ` +
        `(${figureText(cause.usual)} in the others)`
      );
    case 'neverSettled':
      return 'likely cause: it never settled, and the others did';
    case 'none':
      return 'no cause is seen in its record, and it may be chance';
  }
}

function countedProcesses({ ended, came }: { readonly ended: number; readonly came: number }): string {
  const parts = [
    ...(ended > 0 ? [`${countedNoun(ended, 'process', 'processes')} of the server ended`] : []),
    ...(came > 0 ? [`${countedNoun(came, 'process', 'processes')} of the server came`] : []),
  ];
  return listText(parts);
}

const sharesText = ({ here, usual }: { readonly here: number; readonly usual: number }): string =>
  `${percentText(here * 100)} (${percentText(usual * 100)} in the others)`;
