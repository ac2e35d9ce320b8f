import type { Remedy } from '../samples/diagnosis.ts';
import type { TargetRecord } from '../samples/target-record.ts';
import { settingName } from './setting-name.ts';
import type { AlikeFindings } from './finding-sentences.ts';
import {
  bytesText,
  countText,
  percentText,
  type Range,
  rangeOf,
  rangeText,
  rateText,
  timeText,
} from './figure-text.ts';

/**
 * What would lift it, and how far: the alternatives of a finding; nothing where it has none.
 * @param targets whose settings are named; none unless given
 */
export function remedyText(
  [finding, ...others]: AlikeFindings,
  targets: readonly TargetRecord[] = [],
): string {
  const remedies = finding.remedies.map((remedy, place) =>
    rangesOf(remedy.action, [remedy, ...others.flatMap((other) => other.remedies[place] ?? [])]),
  );
  const texts = remedies.map((remedy) => ({
    action: `${ACTIONS[remedy.action](remedy)}${settingText(remedy, targets)}`,
    allows: allowsText(remedy),
  }));
  const [first] = texts;
  if (first === undefined) return '';
  const isSame = texts.every(({ allows }) => allows === first.allows);
  return `${texts.map(({ action, allows }) => `${action}${isSame ? '' : allows}`).join(', or ')}${isSame ? first.allows : ''}`;
}

/** The same remedy of several findings. */
interface Remedies {
  readonly action: Remedy['action'];
  /** null: one of them does not say it. */
  readonly from: Range | null;
  readonly to: Range | null;
  readonly allowsPerSecond: Range | null;
}

function rangesOf(action: Remedy['action'], remedies: readonly Remedy[]): Remedies {
  const range = (name: 'from' | 'to' | 'allowsPerSecond'): Range | null => {
    const values = remedies.flatMap((remedy) => remedy[name] ?? []);
    return values.length < remedies.length ? null : rangeOf(values);
  };
  return { action, from: range('from'), to: range('to'), allowsPerSecond: range('allowsPerSecond') };
}

/** ` (-w 3)`: how its servers are told so, where each of them is known and it is one number. */
function settingText({ action, to }: Remedies, targets: readonly TargetRecord[]): string {
  if (to === null || Math.round(to.least) !== Math.round(to.most)) return '';
  const names = targets.map((target) => settingName(target, action, Math.round(to.most)));
  const known = names.filter((name) => name !== undefined);
  return known.length === 0 || known.length < names.length ? '' : ` (${[...new Set(known)].join('; ')})`;
}

const allowsText = ({ allowsPerSecond }: Remedies): string =>
  allowsPerSecond === null ? '' : `, for up to ${rangeText(allowsPerSecond, rateText)}`;

const whole = (range: Range | null): string =>
  range === null ? '?' : rangeText(range, (value) => countText(Math.round(value)));

const NOTHING: Range = { least: 0, most: 0 };
const share = (range: Range | null): string =>
  rangeText(range ?? NOTHING, (value) => percentText(value * 100));
const time = (range: Range | null): string => rangeText(range ?? NOTHING, timeText);

const ACTIONS: Readonly<Record<Remedy['action'], (remedies: Remedies) => string>> = {
  moreSlotsAWorker: ({ from, to }) => `${whole(to)} slots a worker in place of ${whole(from)}`,
  moreWorkers: ({ from, to }) => `${whole(to)} workers in place of ${whole(from)}`,
  moreProcessors: ({ from, to }) => `${whole(to)} processors in place of ${whole(from)}`,
  lessWorkARequest: ({ from, to }) =>
    from === null || to === null
      ? 'less work a request'
      : `${time(to)} of processor time a request in place of ${time(from)}`,
  moveOffEventLoop: () => 'what blocks moved off the event loop, into threads or an async call',
  spreadConnections: ({ from, to }) =>
    `${whole(to)} connections on each worker in place of ${whole(from)} on one`,
  spreadRequests: ({ from, to }) =>
    `requests spread evenly over the workers, ${share(to)} of a processor each in place of ${share(from)} of one`,
  longerBacklog: ({ to }) => `room for ${whole(to)} in the accept queue`,
  acceptSooner: () => 'connections accepted as they come, and kept open',
  moreConnections: ({ from, to }) => `${whole(to)} at once in place of ${whole(from)}`,
  moreGeneratorThreads: ({ from, to }) => `${whole(to)} generator threads in place of ${whole(from)}`,
  raiseUpstream: ({ from, to }) =>
    `room for ${whole(to)} at once in what it waits for, in place of ${whole(from)}`,
  mendErrors: ({ from }) => `mend what makes ${share(from)} of the requests fail`,
  findLeak: ({ from }) =>
    `find what keeps ${from === null ? 'memory' : rangeText(from, bytesText)} of each request`,
  warmUpFirst: ({ to }) => `a warm-up of ${time(to)} before it is measured, or before it is given its share`,
  measureMore: ({ from, to }) =>
    (to?.least ?? 0) < (from?.least ?? 0)
      ? `measure it with ${whole(to)} connections too, where nothing waits`
      : `measure ${whole(to)} in place of ${whole(from)}`,
};
