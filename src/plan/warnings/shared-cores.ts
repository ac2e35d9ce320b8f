import { millisecondsToSeconds } from '../../units.ts';
import { meanHold } from '../hold.ts';
import { placeIn, slotsIn, type JudgedCondition, type PlanRule } from './judged-plan.ts';

/** So many requests a second take no share of a processor that could matter, with any server. */
const RATE_THAT_IS_NOTHING = 200;

/** A server and its load generator that want more processors than there are measure each other. */
export const sharedCores: PlanRule = ({ conditions, processors }) => {
  if (processors === null) return [];
  const crowded = conditions.filter(
    (judged) => isHere(judged) && isBusy(judged) && wanted(judged) > processors,
  );
  if (crowded.length === 0) return [];
  const [workers, threads] = [
    Math.max(...crowded.map(workersOf)),
    Math.max(...crowded.map(({ settings }) => settings.load.generatorThreads)),
  ];
  return [
    `${counted(workers, 'worker')} and ${counted(threads, 'generator thread')} share ${counted(processors, 'processor')}: what the one takes, the other lacks. Ask for fewer, or load the server from another machine.`,
  ];
};

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function isHere({ settings: { target } }: JudgedCondition): boolean {
  return target.kind !== 'url' || LOOPBACK.test(new URL(target.url).hostname);
}

/** Whether it computes, or its holds leave it so many requests that they take time of their own. */
function isBusy(judged: JudgedCondition): boolean {
  const { settings, handler } = judged;
  const { hold } = settings.target;
  if (handler?.takes === 'computing' || hold === undefined || meanHold(hold) === 0) return true;
  const atOnce = Math.min(settings.load.connections, mostAtOnce(judged));
  return atOnce / millisecondsToSeconds(meanHold(hold)) > RATE_THAT_IS_NOTHING;
}

const mostAtOnce = (judged: JudgedCondition): number =>
  slotsIn(judged) ?? (placeIn(judged) === 'eventLoop' ? workersOf(judged) : Infinity);

const workersOf = ({ settings: { target }, server }: JudgedCondition): number =>
  server?.workers ?? (target.kind === 'embedded' ? target.server.workers : (target.workers ?? 1));

const wanted = (judged: JudgedCondition): number => workersOf(judged) + judged.settings.load.generatorThreads;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
