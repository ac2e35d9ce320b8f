import type { Evidence, EvidenceFigure, Finding } from '../samples/diagnosis.ts';
import { figureRange, referenceRange } from './ceiling-groups.ts';
import {
  bytesText,
  countText,
  figureText,
  percentText,
  rangeText,
  rateText,
  timeText,
} from './figure-text.ts';
import type { AlikeFindings } from './finding-sentences.ts';

/** What shows a finding, and what speaks against it, each a few words with its figures; nothing where nothing does. */
export function evidenceText(findings: AlikeFindings): string {
  const [shows, against] = [
    evidencePhrases(findings, ['proves', 'for']).join('; '),
    evidencePhrases(findings, ['against']).join('; '),
  ];
  return [
    ...(shows === '' ? [] : [`It shows in: ${shows}.`]),
    ...(against === '' ? [] : [`Against it: ${against}.`]),
  ].join(' ');
}

/** Each piece of evidence that speaks so, in a few words with its figures. */
export function evidencePhrases(findings: AlikeFindings, speaks: readonly Evidence['speaks'][]): string[] {
  return findings[0].evidence
    .filter((one) => speaks.includes(one.speaks) && findings.every((finding) => hasFigure(finding, one)))
    .map((one) => phraseOf(findings, one));
}

/** What is not seen in all of them is shown of none. */
const hasFigure = ({ evidence }: Finding, { figure }: Evidence): boolean =>
  evidence.some((one) => one.figure === figure && one.value !== null);

function phraseOf(findings: AlikeFindings, { figure, value, reference }: Evidence): string {
  const text = TEXTS[figure];
  const seen = figureRange(findings, figure);
  const held = referenceRange(findings, figure);
  const listed = Array.isArray(value) ? value.map(text.figure).join(', ') : '?';
  const of = seen === undefined ? listed : rangeText(seen, text.figure);
  return text.phrase(of, held === undefined || reference === null ? null : rangeText(held, text.figure));
}

interface EvidenceText {
  readonly figure: (value: number) => string;
  readonly phrase: (figure: string, reference: string | null) => string;
}

const whole = (value: number): string => countText(Math.round(value));
/** To hundredths, and whole where it is: `0.05`, `2`. */
const processorsText = (value: number): string => String(Number(value.toFixed(2)));
const share = (value: number): string => percentText(value * 100);
const against =
  (noun: string, relation: string) =>
  (figure: string, reference: string | null): string =>
    reference === null ? `${noun} ${figure}` : `${noun} ${figure} ${relation} ${reference}`;

const TEXTS: Readonly<Record<EvidenceFigure, EvidenceText>> = {
  connections: { figure: whole, phrase: against('connections', 'for') },
  throughput: { figure: rateText, phrase: against('throughput', 'of') },
  throughputBefore: {
    figure: rateText,
    phrase: (before, now) => `throughput ${before} with fewer connections, and ${now ?? '?'} with these`,
  },
  connectionsBefore: { figure: whole, phrase: (figure) => `${figure} connections before` },
  wholeBatches: { figure: whole, phrase: (figure) => `${figure} whole batches` },
  completedRequests: { figure: whole, phrase: against('requests completed', 'where whole batches make') },
  firstBatch: { figure: whole, phrase: (figure) => `the first ${figure} answered together` },
  responseTime: { figure: timeText, phrase: against('mean response time', 'against') },
  serviceTime: { figure: timeText, phrase: (figure) => `service time ${figure}` },
  thinkTime: { figure: timeText, phrase: (figure) => `think time ${figure}` },
  heldAtOnce: { figure: figureText, phrase: (figure) => `served at once, in the mean: ${figure}` },
  slots: {
    figure: whole,
    phrase: (slots, requests) =>
      `slots ${slots}${requests === null ? '' : ` for ${requests} requests at once`}`,
  },
  slotsAWorker: { figure: whole, phrase: (figure) => `slots a worker ${figure}` },
  utilisation: { figure: share, phrase: (figure) => `slots busy ${figure} of the time` },
  eventLoopDelay: { figure: timeText, phrase: (figure) => `event loop late by ${figure}` },
  queued: { figure: whole, phrase: (figure) => `requests that wait for a slot: ${figure}` },
  inFlightGrowth: {
    figure: rateText,
    phrase: (growth) => `requests in flight that grow by ${growth}`,
  },
  unsentArrivals: { figure: share, phrase: (figure) => `${figure} of the arrivals not sent` },
  connectionsByWorker: { figure: whole, phrase: (figure) => `connections worker by worker: ${figure}` },
  cpuShareByWorker: { figure: share, phrase: (figure) => `workers busy ${figure} of a processor` },
  serverCpu: { figure: processorsText, phrase: against('processors used by the server', 'of') },
  machineBusy: { figure: share, phrase: (figure) => `processors busy ${figure}` },
  inFlight: { figure: share, phrase: (figure) => `connections with a request in flight ${figure}` },
  generatorBusy: { figure: share, phrase: (figure) => `generator thread busy ${figure}` },
  threadsServing: { figure: whole, phrase: (figure) => `threads seen serving: ${figure}` },
  unreadRequests: { figure: whole, phrase: (figure) => `requests the server has not read: ${figure}` },
  acceptQueue: { figure: whole, phrase: (figure) => `connections in the accept queue ${figure}` },
  acceptOverflows: { figure: whole, phrase: (figure) => `connections dropped ${figure}` },
  connectTime: { figure: timeText, phrase: (figure) => `connecting takes ${figure} (p99)` },
  errorShare: { figure: share, phrase: (figure) => `failing requests counted, ${figure}` },
  statusErrors: { figure: whole, phrase: (figure) => `error responses ${figure}` },
  failedRequests: { figure: whole, phrase: (figure) => `failed requests ${figure}` },
  timedOutRequests: { figure: whole, phrase: (figure) => `timed out ${figure}` },
  memoryStart: { figure: bytesText, phrase: (figure) => `memory at the start ${figure}` },
  memoryEnd: { figure: bytesText, phrase: (figure) => `memory at the end ${figure}` },
  memoryGrowthRate: { figure: bytesText, phrase: (figure) => `${figure} more each second` },
  memoryRising: { figure: share, phrase: (figure) => `higher at ${figure} of the readings` },
  warmUp: { figure: timeText, phrase: against('beginning', 'of') },
  responseTimeBefore: { figure: timeText, phrase: against('response time', 'before') },
  trialsAgreeing: { figure: whole, phrase: against('trials that show it each', 'of') },
};
