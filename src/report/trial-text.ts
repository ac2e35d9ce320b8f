import pc from 'picocolors';
import { failedCount } from '../samples/ledger.ts';
import type { ResponseTime, TrialRecord } from '../samples/trial-record.ts';
import { countedNoun, countsByKindText, countText, rateText, timeText } from './figure-text.ts';
import { paragraph, unbroken } from './paragraph.ts';
import { windowGap } from './window-gap.ts';
import { wrkBinary } from './wrk-units.ts';

const WIDTH = 80;
const LABEL_WIDTH = 15;

export interface TrialTextOptions {
  color: boolean;
  /** The load ran over TLS, and whose certificate the server has was not looked at. */
  unverified?: boolean;
}

/** What `load` prints for one trial; fits 80 columns, but for a longer URL. */
export function trialText(trial: TrialRecord, { color, unverified = false }: TrialTextOptions): string {
  const colours = pc.createColors(color);
  const lines = [
    colours.bold(trial.load.url),
    ...paragraph(loadSentence(trial), WIDTH),
    '',
    ...labelled('Requests', ledgerText(trial)),
    ...labelled('Failed', countsByKindText(trial.ledger.failed)),
    ...labelled('Throughput', throughputText(trial)),
    ...labelled('', throughputRemark(trial)),
    ...labelled('Response time', responseTimeText(trial.responseTimeMs.observed)),
    ...labelled('  on time', onTimeText(trial)),
    ...labelled('Status codes', statusCodesText(trial.statusCodes)),
    ...labelled('Connections', connectionsText(trial)),
    ...labelled('TLS', unverified ? "the server's certificate was not verified" : ''),
    ...labelled('Validity', validityText(trial)).map(trial.validity.valid ? String : colours.yellow),
  ];
  return `${lines.join('\n')}\n`;
}

function loadSentence({ load, windowMs }: TrialRecord): string {
  const sentence =
    `${timeText(load.durationMs)} of ${countedNoun(load.connections, 'connection')} on ` +
    `${countedNoun(load.generatorThreads, 'generator thread')}, ${load.loop} loop, ` +
    `${load.timeoutPolicy === 'wait' ? 'late' : 'given up'} after ${timeText(load.timeoutMs)}`;
  // A window that was cut short by less than a thousandth was not cut short by anyone.
  return windowMs < load.durationMs * 0.999 ? `${sentence}; stopped after ${timeText(windowMs)}` : sentence;
}

/** One paragraph beside its label; none when there is nothing to say. */
function labelled(label: string, text: string): string[] {
  const rest = ' '.repeat(LABEL_WIDTH);
  return text === '' ? [] : paragraph(text, WIDTH, { first: label.padEnd(LABEL_WIDTH), rest });
}

function ledgerText({ ledger }: TrialRecord): string {
  const late = ledger.completedLate > 0 ? ` (${countText(ledger.completedLate)} of them late)` : '';
  const ends = [
    `${countText(ledger.started)} started = ${countText(ledger.completed)} completed${late}`,
    `${countText(ledger.timedOut)} timed out`,
    `${countText(failedCount(ledger))} failed`,
    `${countText(ledger.inFlightAtEnd)} in flight at the end`,
  ];
  return ends.map(unbroken).join(' + ');
}

function throughputText({ throughput }: TrialRecord): string {
  const steady =
    throughput.steadyStatePerSecond === null
      ? 'steady state unknown (nothing completed after the opening burst)'
      : `${rateText(throughput.steadyStatePerSecond)} steady state`;
  const read = `${wrkBinary(throughput.bytesReadPerSecond)}B/s read`;
  return `${rateText(throughput.completedPerSecond)} observed, ${steady}, ${read}`;
}

function throughputRemark({ throughput, ledger, windowMs }: TrialRecord): string {
  const gap = windowGap({
    observedPerSecond: throughput.completedPerSecond,
    steadyPerSecond: throughput.steadyStatePerSecond,
    inFlightAtEnd: ledger.inFlightAtEnd,
    windowMs,
  });
  if (gap === undefined) return '';
  return gap.isInFlight
    ? `They differ because the window ended before the ${countedNoun(ledger.inFlightAtEnd, 'request')} ` +
        'in flight did; only the steady state takes them into account.'
    : `They differ by ${countText(Math.round(gap.missing))} requests over the window, more than the ` +
        `${countText(ledger.inFlightAtEnd)} in flight at its end.`;
}

function responseTimeText(times: ResponseTime): string {
  if (times.count === 0) return 'no request completed';
  const figures = (['mean', 'p50', 'p90', 'p99', 'max'] as const).map(
    (name) => `${name} ${knownTimeText(times[name], times.beyondMs)}`,
  );
  return figures.join(', ');
}

function onTimeText({ ledger, responseTimeMs }: TrialRecord): string {
  const { onTime } = responseTimeMs;
  if (ledger.completedLate === 0 || onTime.count === 0) return '';
  return (
    `mean ${knownTimeText(onTime.mean, onTime.beyondMs)} over the ${countText(onTime.count)} that were not late` +
    " (wrk's mean leaves the late ones out)"
  );
}

function knownTimeText(ms: number | null, beyondMs: number | null): string {
  if (ms !== null) return timeText(ms);
  return beyondMs === null ? 'unknown' : `over ${timeText(beyondMs)}`;
}

function validityText({ validity }: TrialRecord): string {
  return validity.valid ? 'valid' : `INVALID: ${validity.reasons.join('; ')}`;
}

function statusCodesText(statusCodes: TrialRecord['statusCodes']): string {
  const codes = Object.entries(statusCodes).map(
    ([status, responses]) => `${status} (${countedNoun(responses, 'response')})`,
  );
  return codes.length === 0 ? 'none' : codes.join(', ');
}

function connectionsText({ connections }: TrialRecord): string {
  return `${countText(connections.opened)} opened, ${countText(connections.closedByServer)} closed by the server`;
}
