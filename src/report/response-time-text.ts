import type { CensoredResponseTime } from '../samples/censored-response-time.ts';
import type { Estimate } from '../samples/interval.ts';
import type { ResponseTime } from '../samples/response-time-schema.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { countText, percentText, timeText } from './figure-text.ts';
import { unbroken } from './paragraph.ts';
import { NOTHING_PERCENT } from '../diagnosis/threshold.ts';

/** A line of a trial's text: what stands before it, and itself; an empty one is left out. */
export type LabelledText = readonly [label: string, text: string];

/** Where the figures of those that were answered differ by less from the figures over all, they are not repeated. */
const WORTH_REPEATING = 0.01;
const QUANTILES = ['p50', 'p90', 'p99'] as const;
const FIGURES = ['mean', ...QUANTILES] as const;

/** Everything that is said of a trial's response times. */
export function responseTimeTexts(trial: TrialRecord): LabelledText[] {
  const { censored } = trial.responseTimeMs;
  const overall: LabelledText[] =
    censored === null || censored.completed === 0
      ? [['Response time', observedText(trial.responseTimeMs.observed, trial)]]
      : [
          ['Response time', censoredText(censored, trial)],
          ['  95 %', intervalsText(censored)],
          ['  answered', answeredText(censored, trial)],
        ];
  return [
    ...overall,
    ['  on time', onTimeText(trial)],
    ['  uncorrected', uncorrectedText(trial)],
    ['  synthetic', syntheticText(trial)],
  ];
}

/** A time, or what it is known to be longer than. */
export function knownTimeText(ms: number | null, beyondMs: number | null): string {
  if (ms !== null) return timeText(ms);
  return beyondMs === null ? 'unknown' : `over ${timeText(beyondMs)}`;
}

/** How often requests fail in the end, where some do and some do not. */
export function failedShareText({ responseTimeMs: { censored } }: TrialRecord): string {
  if (censored === null || censored.failed === 0 || censored.completed === 0) return '';
  return `${percentText(censored.cumulativeIncidence.failed * 100)} of all requests end so`;
}

/** Over all requests; a mean that takes its longest for no longer than they were seen to be is a lower bound. */
function censoredText(censored: CensoredResponseTime, { responseTimeMs }: TrialRecord): string {
  const { mean, restrictedToMs, beyondMs } = censored;
  const { max } = responseTimeMs.observed;
  const meanText =
    restrictedToMs === null || mean.estimate === null
      ? knownTimeText(mean.estimate, beyondMs)
      : `over ${timeText(mean.estimate)}`;
  const quantiles = QUANTILES.map((name) => `${name} ${knownTimeText(censored[name].estimate, beyondMs)}`);
  const longest =
    max !== null && (restrictedToMs ?? 0) > max ? `over ${timeText(restrictedToMs ?? 0)}` : null;
  return [`mean ${meanText}`, ...quantiles, `max ${longest ?? knownTimeText(max, null)}`].join(', ');
}

/** Those intervals that say more than the figure does. */
function intervalsText(censored: CensoredResponseTime): string {
  return FIGURES.filter((name) => isWide(censored[name]))
    .map((name) => `${name} ${intervalText(censored[name], timeText)}`)
    .map(unbroken)
    .join(', ');
}

/** An end is further away than what is called nothing, or beyond the data; of a figure that is known. */
function isWide({ estimate, low, high }: Estimate): boolean {
  if (estimate === null) return low !== null;
  const nothing = (estimate * NOTHING_PERCENT) / 100;
  return low === null || high === null || estimate - low > nothing || high - estimate > nothing;
}

/** `538ms to 708ms`, or `538ms and more` where the upper end is beyond the data. */
function intervalText({ low, high }: Estimate, text: (value: number) => string): string {
  if (high === null) return `${text(low ?? 0)} and more`;
  return `${text(low ?? 0)} to ${text(high)}`;
}

/** Of those that were answered alone, where that is another story. */
function answeredText(
  { unanswered, failed, ...censored }: CensoredResponseTime,
  { responseTimeMs: { observed } }: TrialRecord,
): string {
  if (unanswered + failed === 0) return '';
  const differs = FIGURES.some((name) => {
    const [over, answered] = [censored[name].estimate, observed[name]];
    return over === null || answered === null || Math.abs(answered - over) > over * WORTH_REPEATING;
  });
  if (!differs) return '';
  const figures = FIGURES.map((name) => `${name} ${knownTimeText(observed[name], null)}`);
  return `${figures.join(', ')}, over the ${countText(observed.count)} that were answered`;
}

function observedText(times: ResponseTime, { generator }: TrialRecord): string {
  if (times.count === 0) return 'no request completed';
  if (times.mean === null && times.beyondMs === null)
    return `unknown over all (${generator.name} does not record how long the late ones took)`;
  const figures = (['mean', 'p50', 'p90', 'p99', 'max'] as const).map(
    (name) => `${name} ${knownTimeText(times[name], times.beyondMs)}`,
  );
  return figures.join(', ');
}

function onTimeText(trial: TrialRecord): string {
  const { observed, onTime } = trial.responseTimeMs;
  if (!trial.ledger.completedLate || onTime.count === 0) return '';
  if (observed.mean === null)
    return `${observedText(onTime, trial)}, over the ${countText(onTime.count)} that were not late`;
  return (
    `mean ${knownTimeText(onTime.mean, onTime.beyondMs)} over the ${countText(onTime.count)} that were not late` +
    " (wrk's mean leaves the late ones out)"
  );
}

/** Where the generator or a lack of connections held requests up, what is left without that. */
function uncorrectedText(trial: TrialRecord): string {
  const { uncorrected } = trial.responseTimeMs;
  return uncorrected === null || uncorrected.count === 0
    ? ''
    : `${observedText(uncorrected, trial)}, counted from the actual start`;
}

/** Corrected for coordinated omission, which was asked for. */
function syntheticText(trial: TrialRecord): string {
  const { observed, synthetic } = trial.responseTimeMs;
  const { expectedIntervalMs } = trial.load;
  if (synthetic === null || expectedIntervalMs === null) return '';
  const added = countText(synthetic.count - observed.count);
  return `${observedText(synthetic, trial)}, with ${added} that nobody measured: one every ${timeText(expectedIntervalMs)} of a longer one`;
}
