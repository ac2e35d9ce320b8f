import pc from 'picocolors';
import { losesMany } from '../samples/ledger.ts';
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
import { paragraph } from './paragraph.ts';
import { failedShareText, knownTimeText, responseTimeTexts } from './response-time-text.ts';
import { statusErrorCount } from '../samples/status-errors.ts';
import { isWithinThreshold } from '../diagnosis/threshold.ts';
import { windowGap } from './window-gap.ts';
import { wrkBinary } from './wrk-units.ts';

const WIDTH = 80;
const LABEL_WIDTH = 15;

export interface TrialTextOptions {
  color: boolean;
}

/** What `load` prints for one trial; fits 80 columns, but for a longer URL. */
export function trialText(trial: TrialRecord, { color }: TrialTextOptions): string {
  const colours = pc.createColors(color);
  const lines = [
    colours.bold(requestedText(trial)),
    ...paragraph(loadSentence(trial), WIDTH),
    '',
    ...labelled('Requests', ledgerText(trial.ledger)),
    ...labelled('Arrivals', arrivalsText(trial)),
    ...labelled('Failed', failedText(trial)),
    ...labelled('Throughput', throughputText(trial)),
    ...labelled('', throughputRemark(trial)),
    ...labelled('Warm-up', warmUpText(trial)).map(
      trial.warmUp?.state === 'neverSettled' ? colours.yellow : String,
    ),
    ...responseTimeTexts(trial).flatMap(([label, text]) => labelled(label, text)),
    ...labelled('Schedule lag', scheduleLagText(trial)),
    ...labelled('Status codes', statusCodesText(trial)),
    ...labelled('Connections', connectionsText(trial)),
    ...labelled('Raw samples', rawSamplesText(trial)),
    ...labelled('Generator', generatorText(trial)),
    ...labelled(trial.generator.name === 'loadstone' ? 'Generator' : '', ceilingText(trial)).map(
      colours.yellow,
    ),
    ...labelled('TLS', trial.load.tls?.verified === false ? "the server's certificate was not verified" : ''),
    ...labelled('Validity', validityText(trial)).map(trial.validity.valid ? String : colours.yellow),
  ];
  return `${lines.join('\n')}\n`;
}

function loadSentence(trial: TrialRecord): string {
  const { load, windowMs } = trial;
  const { durationMs } = load;
  const sentence = [
    `${extentText(trial)} on ${countedNoun(load.generatorThreads, 'generator thread')}`,
    loopText(load),
    `${load.timeoutPolicy === 'wait' ? 'late' : 'given up'} after ${timeText(load.timeoutMs)}`,
    ...leadTexts(load),
  ].join(', ');
  // A window that was cut short by less than a thousandth was not cut short by anyone.
  const wasCut = durationMs !== null && load.requests === null && windowMs < durationMs * 0.999;
  if (!wasCut) return sentence;
  return `${sentence}; stopped ${windowMs === 0 ? 'before the window' : `after ${timeText(windowMs)}`}`;
}

/** `10s of 100 connections`, or `5,000 requests (2.1s) of 100 connections`. */
function extentText({ load, windowMs }: TrialRecord): string {
  const extent =
    load.requests === null
      ? timeText(load.durationMs ?? windowMs)
      : `${countedNoun(load.requests, 'request')} (${timeText(windowMs)})`;
  return `${extent} of ${countedNoun(load.connections, 'connection')}`;
}

function loopText({ arrivals, thinkTimeMs }: TrialRecord['load']): string {
  if (arrivals === null)
    return thinkTimeMs === 0 ? 'closed loop' : `closed loop with ${timeText(thinkTimeMs)} of think time`;
  const { perSecond, process, connectionsMax } = arrivals;
  return `open loop of ${rateText(perSecond)} (${process}) with ${countText(connectionsMax)} connections at most`;
}

function leadTexts({ rampMs, warmupMs }: TrialRecord['load']): string[] {
  return [
    ...(rampMs > 0 ? [`${timeText(rampMs)} of ramp before`] : []),
    ...(warmupMs > 0 ? [`${timeText(warmupMs)} of warm-up before`] : []),
  ];
}

/** One paragraph beside its label; none when there is nothing to say. */
function labelled(label: string, text: string): string[] {
  const rest = ' '.repeat(LABEL_WIDTH);
  return text === '' ? [] : paragraph(text, WIDTH, { first: label.padEnd(LABEL_WIDTH), rest });
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
function steadyText(trial: TrialRecord): string {
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

function throughputRemark({ throughput, ledger, windowMs, load }: TrialRecord): string {
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

/** `POST http://…`; of a plain GET the URL alone. */
const requestedText = ({ load: { method, url } }: TrialRecord): string =>
  method === null || method === 'GET' ? url : `${method} ${url}`;
