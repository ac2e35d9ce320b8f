import type { Finding, Remedy } from '../samples/diagnosis.ts';
import { countText, percentText, rateText, timeText, bytesText } from './figure-text.ts';

/** What would lift it, and how far: the alternatives of a finding; nothing where it has none. */
export function remedyText({ remedies }: Finding): string {
  const [first] = remedies;
  if (first === undefined) return '';
  const isSame = remedies.every(({ allowsPerSecond }) => allowsPerSecond === first.allowsPerSecond);
  const texts = remedies.map(
    (remedy) => `${ACTIONS[remedy.action](remedy)}${isSame ? '' : allowsText(remedy)}`,
  );
  return `${texts.join(', or ')}${isSame ? allowsText(first) : ''}`;
}

const allowsText = ({ allowsPerSecond }: Remedy): string =>
  allowsPerSecond === null ? '' : `, for up to ${rateText(allowsPerSecond)}`;

const whole = (value: number | null): string => (value === null ? '?' : countText(Math.round(value)));

const ACTIONS: Readonly<Record<Remedy['action'], (remedy: Remedy) => string>> = {
  moreSlotsAWorker: ({ from, to }) => `${whole(to)} slots a worker in place of ${whole(from)}`,
  moreWorkers: ({ from, to }) => `${whole(to)} workers in place of ${whole(from)}`,
  moreProcessors: ({ from, to }) => `${whole(to)} processors in place of ${whole(from)}`,
  lessWorkARequest: ({ from, to }) =>
    from === null || to === null
      ? 'less work a request'
      : `${timeText(to)} of processor time a request in place of ${timeText(from)}`,
  moveOffEventLoop: () => 'what blocks moved off the event loop, into threads or an async call',
  spreadConnections: ({ from, to }) =>
    `${whole(to)} connections on each worker in place of ${whole(from)} on one`,
  spreadRequests: ({ from, to }) =>
    `requests spread evenly over the workers, ${percentText((to ?? 0) * 100)} of a processor each in place of ${percentText((from ?? 0) * 100)} of one`,
  longerBacklog: ({ to }) => `room for ${whole(to)} in the accept queue`,
  acceptSooner: () => 'connections accepted as they come, and kept open',
  moreConnections: ({ from, to }) => `${whole(to)} at once in place of ${whole(from)}`,
  moreGeneratorThreads: ({ from, to }) => `${whole(to)} generator threads in place of ${whole(from)}`,
  raiseUpstream: ({ from, to }) =>
    `room for ${whole(to)} at once in what it waits for, in place of ${whole(from)}`,
  mendErrors: ({ from }) => `mend what fails ${percentText((from ?? 0) * 100)} of the requests`,
  findLeak: ({ from }) => `find what keeps ${from === null ? 'memory' : bytesText(from)} of each request`,
  warmUpFirst: ({ to }) =>
    `a warm-up of ${timeText(to ?? 0)} before it is measured, or before it is given its share`,
  measureMore: ({ from, to }) =>
    (to ?? 0) < (from ?? 0)
      ? `measure it with ${whole(to)} connections too, where nothing waits`
      : `measure ${whole(to)} in place of ${whole(from)}`,
};
