import type { EvidenceFigure, Finding, FindingKind, UndeterminedReason } from '../samples/diagnosis.ts';
import { figureRange, referenceRange } from './ceiling-groups.ts';
import {
  bytesText,
  countedNoun,
  countText,
  figureText,
  listText,
  percentText,
  type Range,
  rangeOf,
  rangeText,
  rateText,
  timeText,
} from './figure-text.ts';

/** Findings of the same kind, of conditions that are alike; at least one. */
export type AlikeFindings = readonly [Finding, ...Finding[]];

/** What is the matter, in one clause with its figures. */
export function findingClause(findings: AlikeFindings): string {
  return CLAUSES[findings[0].kind](findings);
}

/** The figure as text; `?` where it was not seen. */
type Figure = (name: EvidenceFigure, text: (value: number) => string) => string;

function figuresOf(findings: AlikeFindings): { value: Figure; reference: Figure } {
  const read =
    (range: typeof figureRange): Figure =>
    (name, text) => {
      const seen = range(findings, name);
      return seen === undefined ? '?' : rangeText(seen, text);
    };
  return { value: read(figureRange), reference: read(referenceRange) };
}

const whole = (value: number): string => countText(Math.round(value));
const share = (value: number): string => percentText(value * 100);

const CLAUSES: Readonly<Record<FindingKind, (findings: AlikeFindings) => string>> = {
  poolSlots(findings) {
    const { value } = figuresOf(findings);
    return `${slotsText(findings, 'slot')} for ${value('connections', whole)} requests at once${limitText(findings)}`;
  },
  eventLoopBlocked(findings) {
    const { value } = figuresOf(findings);
    return `each request blocks the event loop of its worker, ${slotsText(findings, 'event loop')} for ${value('connections', whole)} requests at once${limitText(findings)}`;
  },
  cpuSaturated(findings) {
    const { value, reference } = figuresOf(findings);
    return `its workers could get no more processor time: the server used ${value('serverCpu', figureText)} of ${reference('serverCpu', whole)} processors${workersText(findings)}`;
  },
  unevenConnections(findings) {
    const slots = rangeOfKnown(findings, 'slots');
    const held = slots === null ? '' : `, of which ${rangeText(slots, whole)} are served at once`;
    return `connections are spread unevenly over the workers: ${countsText(findings, 'connectionsByWorker', whole)}${held}`;
  },
  acceptQueue(findings) {
    const { value } = figuresOf(findings);
    return `connections wait to be accepted: ${value('acceptQueue', whole)} at a time, and ${value('acceptOverflows', whole)} were dropped`;
  },
  offeredLoad(findings) {
    const limit = rangeOfKnown(findings, 'limitPerSecond');
    const { value } = figuresOf(findings);
    if (figureRange(findings, 'connections') === undefined)
      return `the clients ask for no more: all ${limit === null ? '' : `${rangeText(limit, rateText)} `}that arrive are served`;
    const law =
      limit === null
        ? ''
        : `: ${value('connections', whole)} at once, ${value('connections', whole)} ÷ ${cycleText(findings)} = ${rangeText(limit, rateText)}`;
    return `the clients ask for no more${law}`;
  },
  generatorSaturated(findings) {
    const { value } = figuresOf(findings);
    return `the load generator had no time left: its busiest thread was busy for ${value('generatorBusy', share)} of the window`;
  },
  externalWait(findings) {
    const { value, reference } = figuresOf(findings);
    return `requests wait for something outside the server: ${value('heldAtOnce', whole)} of ${reference('heldAtOnce', whole)} are served at once, with threads and processors to spare`;
  },
  errors(findings) {
    const { value } = figuresOf(findings);
    return `${value('errorShare', share)} of the requests fail (${value('statusErrors', whole)} with a status of 400 or above, ${value('failedRequests', whole)} otherwise)`;
  },
  memoryGrowth(findings) {
    const { value } = figuresOf(findings);
    return `memory grows: from ${value('memoryStart', bytesText)} to ${value('memoryEnd', bytesText)}, by ${value('memoryGrowthRate', bytesText)} a second`;
  },
  coldStart(findings) {
    const { value, reference } = figuresOf(findings);
    return `a cold start: for the first ${value('warmUp', timeText)} a request takes ${value('responseTimeBefore', timeText)}, and then ${reference('responseTimeBefore', timeText)}`;
  },
  undetermined: ([{ reason }]) => `undetermined: ${REASONS[reason ?? 'neitherExplains']}`,
};

const REASONS: Readonly<Record<UndeterminedReason, string>> = {
  nothingCompleted: 'no request completed',
  tooFewCompleted: 'too few requests completed',
  slotsAboutConnections: 'there are about as many slots as connections, so that either may be the limit',
  serviceTimeUnknown: 'nothing shows what a request takes where none waits',
  serverNotSeen: 'the server was not seen from outside, and its figures alone allow several causes',
  neitherExplains: 'no limit that is known explains the figures',
  machineShared: 'others had most of the machine',
};

/** `50ms`, or `(50ms + 30ms of thinking)`. */
function cycleText(findings: AlikeFindings): string {
  const { value } = figuresOf(findings);
  const service = value('serviceTime', timeText);
  if (figureRange(findings, 'thinkTime') === undefined) return service;
  return `(${service} + ${value('thinkTime', timeText)} of thinking)`;
}

/** `: 40 ÷ 1s = 40.0/s at most`; nothing where the service time is not known. */
function limitText(findings: AlikeFindings): string {
  const [limit, slots] = [rangeOfKnown(findings, 'limitPerSecond'), rangeOfKnown(findings, 'slots')];
  const serviceMs = figureRange(findings, 'serviceTime');
  if (limit === null || slots === null) return '';
  const law =
    serviceMs === undefined ? '' : `${rangeText(slots, whole)} ÷ ${rangeText(serviceMs, timeText)} = `;
  // A service time that was seen is no exact one: what was measured may be above what follows from it.
  const seen = figureRange(findings, 'throughput');
  const isExceeded =
    seen !== undefined && seen.most > limit.most && rateText(seen.most) !== rateText(limit.most);
  return `: ${law}${isExceeded ? 'about ' : ''}${rangeText(limit, rateText)}${isExceeded ? '' : ' at most'}`;
}

/** `1 slot`, `5 to 40 slots`. */
function slotsText(findings: AlikeFindings, noun: string): string {
  const { least, most } = rangeOfKnown(findings, 'slots') ?? { least: 0, most: 0 };
  const [few, many] = [Math.round(least), Math.round(most)];
  return few === many ? countedNoun(many, noun) : `${countText(few)} to ${countedNoun(many, noun)}`;
}

/** Of what a finding reckons; null where one does not know it. */
function rangeOfKnown(findings: AlikeFindings, name: 'slots' | 'limitPerSecond'): Range | null {
  const known = findings.flatMap((finding) => finding[name] ?? []);
  return known.length < findings.length ? null : rangeOf(known);
}

/** Worker by worker, where there are several. */
function workersText(findings: AlikeFindings): string {
  const shares = countsText(findings, 'cpuShareByWorker', share);
  return shares.includes(' and ') ? `, its workers ${shares} of one each` : '';
}

/** Of several that differ the first stands for all. */
function countsText(
  findings: AlikeFindings,
  figure: EvidenceFigure,
  text: (value: number) => string,
): string {
  const lists = findings.map(({ evidence }) => {
    const values = evidence.find((one) => one.figure === figure)?.value;
    return Array.isArray(values) ? listText(values.map(text)) : '?';
  });
  const [first = '?'] = lists;
  return first === '?' || lists.every((list) => list === first) ? first : `such as ${first}`;
}
