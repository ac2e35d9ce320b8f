import { isWithinThreshold } from '../diagnosis/threshold.ts';
import { losesMany } from '../samples/ledger.ts';
import { statusErrorCount } from '../samples/status-errors.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import {
  biasText,
  countedNoun,
  countsByKindText,
  countText,
  figureText,
  rateText,
  timeText,
} from './figure-text.ts';
import { ledgerText } from './ledger-text.ts';
import { outsideGeneratorText } from './outside-generator-text.ts';
import { failedShareText, knownTimeText, responseTimeTexts } from './response-time-text.ts';
import { windowGap } from './window-gap.ts';
import { wrkBinary } from './wrk-units.ts';

/** One thing that is said of a trial. */
export interface TrialLine {
  readonly topic: 'requests' | 'throughput' | 'responseTime' | 'generator' | 'validity';
  /** Empty where it goes on with what was said before. */
  readonly label: string;
  readonly text: string;
  /** It is to be noticed. */
  readonly isCaution: boolean;
}

/** Everything that is said of a trial, in the order of its text; nothing of what there is nothing to say of. */
export function trialLines(trial: TrialRecord): TrialLine[] {
  const line = (topic: TrialLine['topic'], label: string, text: string, isCaution = false): TrialLine => ({
    topic,
    label,
    text,
    isCaution,
  });
  const lines = [
    line('requests', 'Requests', ledgerText(trial.ledger)),
    line('requests', 'Arrivals', arrivalsText(trial)),
    line('requests', 'Failed', failedText(trial)),
    line('throughput', 'Throughput', throughputText(trial)),
    line('throughput', '', throughputRemark(trial)),
    line('throughput', 'Warm-up', warmUpText(trial), trial.warmUp?.state === 'neverSettled'),
    ...responseTimeTexts(trial).map(([label, text]) => line('responseTime', label, text)),
    line('generator', 'Schedule lag', scheduleLagText(trial)),
    line('requests', 'Status codes', statusCodesText(trial)),
    line('requests', 'Connections', connectionsText(trial)),
    line('generator', 'Raw samples', rawSamplesText(trial)),
    line('generator', 'Generator', generatorText(trial)),
    line('generator', trial.generator.name === 'loadstone' ? 'Generator' : '', ceilingText(trial), true),
    line('generator', 'TLS', tlsText(trial)),
    line('validity', 'Validity', validityText(trial), !trial.validity.valid),
  ];
  return lines.filter(({ text }) => text !== '');
}

/** Says only what kept arrivals from being requests at once; nothing when all were. */
function arrivalsText({ arrivals }: TrialRecord): string {
  if (arrivals === null) return '';
  const { scheduled, unsentAtStart, skipped, gaveUpWaiting, unsentAtEnd, waited, waitMs } = arrivals;
  const parts = [
    `${countText(scheduled)} due`,
    ...(unsentAtStart > 0 ? [`${countText(unsentAtStart)} still unsent at the start`] : []),
    ...(skipped > 0 ? [`${countText(skipped)} skipped, the generator being behind`] : []),
    ...(gaveUpWaiting > 0 ? [`${countText(gaveUpWaiting)} given up without a connection`] : []),
    ...(unsentAtEnd > 0 ? [`${countText(unsentAtEnd)} unsent at the end`] : []),
    ...(waited > 0
      ? [`${countText(waited)} waited for a connection (p99 ${knownTimeText(waitMs.p99, waitMs.beyondMs)})`]
      : []),
  ];
  return parts.join(', ');
}

/** Beside the ledger's counts the share of requests that fails, where it is known. */
function failedText(trial: TrialRecord): string {
  const counts = countsByKindText(trial.ledger.failed);
  const share = failedShareText(trial);
  return share === '' || counts === '' ? counts : `${counts}; ${share}`;
}

/** Says only where the trial did not begin as it went on. */
function warmUpText({ warmUp }: TrialRecord): string {
  if (warmUp?.state === 'neverSettled')
    return 'never settled: response times still changed in the second half of the window';
  if (warmUp === null || warmUp.cutMs === 0) return '';
  return `the first ${timeText(warmUp.cutMs)}, left out of steady state and quantiles (response times changed until then)`;
}

function throughputText(trial: TrialRecord): string {
  const { throughput } = trial;
  const read = `${wrkBinary(throughput.bytesReadPerSecond)}B/s read`;
  return `${rateText(throughput.completedPerSecond)} observed, ${steadyText(trial)}, ${read}`;
}

/** With its interval where that is wide. */
export function steadyText(trial: TrialRecord): string {
  const { steadyStatePerSecond: steady, steadyStateInterval: interval } = trial.throughput;
  if (steady === null) return `steady state unknown (${unsteadyReason(trial)})`;
  const text = `${rateText(steady)} steady state`;
  if (
    interval === null ||
    (isWithinThreshold(interval.low, steady) && isWithinThreshold(interval.high, steady))
  )
    return text;
  return `${text} (95 %: ${figureText(interval.low)} to ${figureText(interval.high)})`;
}

function unsteadyReason({ ledger, generator, load }: TrialRecord): string {
  if (generator.name === 'wrk' || generator.name === 'autocannon')
    return `${generator.name} does not report what it follows from`;
  if (load.loop === 'open') return 'the window was too short';
  return losesMany(ledger)
    ? 'too many requests timed out or failed'
    : 'nothing completed after the opening burst';
}

/** Why the two rates differ; nothing where they do not. */
export function throughputRemark({ throughput, ledger, windowMs, load }: TrialRecord): string {
  const { inFlightAtEnd } = ledger;
  const { completedPerSecond: observedPerSecond, steadyStatePerSecond: steadyPerSecond } = throughput;
  if (load.loop === 'open' || steadyPerSecond === null || inFlightAtEnd === null) return '';
  const gap = windowGap({ observedPerSecond, steadyPerSecond, inFlightAtEnd, windowMs });
  if (gap === undefined) return '';
  return gap.isInFlight
    ? `The observed one is ${biasText(gap.belowPercent)} below, because the window ended before the ` +
        `${countedNoun(inFlightAtEnd, 'request')} in flight did; only the steady state takes them into account.`
    : `They differ by ${countText(Math.round(gap.missing))} requests over the window, more than the ` +
        `${countText(inFlightAtEnd)} in flight at its end.`;
}

/** In an open loop it is part of the response times. */
function scheduleLagText({ load, scheduleLagMs: lag }: TrialRecord): string {
  if (load.loop === 'closed' || lag === null || lag.count === 0) return '';
  const figures = (['p50', 'p99', 'max'] as const).map((name) => `${name} ${knownTimeText(lag[name], null)}`);
  return figures.join(', ');
}

function rawSamplesText({ rawSamples }: TrialRecord): string {
  if (rawSamples === null) return '';
  const lost = rawSamples.dropped === 0 ? 'none dropped' : `${countText(rawSamples.dropped)} DROPPED`;
  return `${countText(rawSamples.written)} written, ${lost}`;
}

function generatorText(trial: TrialRecord): string {
  const name = outsideGeneratorText(trial);
  return name === '' ? '' : `${name}; the figures are its own, and what it does not report is left out`;
}

/** How busy it was stands with the validity, where it spoilt the trial. */
function ceilingText({ generator }: TrialRecord): string {
  if (!generator.wasCeiling) return '';
  return 'busy all the time: give it more generator threads (-t), or cores of its own, to see what the server can do';
}

function validityText({ validity }: TrialRecord): string {
  return validity.valid ? 'valid' : `INVALID: ${validity.reasons.join('; ')}`;
}

function statusCodesText(trial: TrialRecord): string {
  const { statusCodes } = trial;
  if (statusCodes === null) {
    const errors = statusErrorCount(trial);
    if (errors === null) return '';
    return errors === 0 ? 'none of 400 or above' : `400 or above (${countedNoun(errors, 'response')})`;
  }
  const codes = Object.entries(statusCodes).map(
    ([status, responses]) => `${status} (${countedNoun(responses, 'response')})`,
  );
  return codes.length === 0 ? 'none' : codes.join(', ');
}

function connectionsText({ connections }: TrialRecord): string {
  if (connections === null) return '';
  return `${countText(connections.opened)} opened, ${countText(connections.closedByServer)} closed by the server`;
}

const tlsText = ({ load: { tls } }: TrialRecord): string =>
  tls?.verified === false ? "the server's certificate was not verified" : '';
