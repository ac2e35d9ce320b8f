import { placeOf, slotsOf, type HandlerPlace, type SlotSettings } from '../../plan/handler-place.ts';
import type { Hold } from '../../plan/hold.ts';
import { knownHandler } from '../../plan/known-handlers.ts';
import type { LoadSettings } from '../../plan/load-settings.ts';
import type { Condition, Plan } from '../../plan/plan.ts';
import type { Target } from '../../plan/target.ts';
import { targetOf, trialSettings, type TargetSettings } from '../../plan/trial-settings.ts';
import { workerSettings } from '../../plan/worker-settings.ts';
import { formatDuration, milliseconds, type Milliseconds } from '../../units.ts';
import { meanService, type ServiceTimes } from '../simulator/service-times.ts';
import {
  spreadOf,
  type ConnectionSpread,
  type SimulatedServer,
  type SimulationModel,
} from '../simulator/simulation-model.ts';

/** The model of a trial; or what is missing for one, as a clause. */
export type ModelledTrial =
  | { readonly state: 'modelled'; readonly model: SimulationModel }
  | { readonly state: 'unknown'; readonly missing: string };

/** What was measured of a server. */
export interface MeasuredServer {
  /** How long the handler took. */
  readonly service?: ServiceTimes;
  /** How many connections each worker had, of those that the trial had. */
  readonly connections?: readonly number[];
}

/** What runs the handlers of a server. */
interface Workers extends SlotSettings {
  readonly workers: number;
  readonly spread: ConnectionSpread;
}

/**
 * What any server takes of a request beyond its hold, at the very least: a timer and a thread wake up so much later. Without
 * it what is a whole number of holds would happen at one instant with the end of the window or a time-out.
 */
const LEAST_OVERHEAD = milliseconds(0.1);

type Known<Of> = Of | { readonly missing: string };

/**
 * Makes the model of a condition's trial, as far as the plan says what that takes.
 * @param measured what was seen of the server, in place of what the plan says of it
 * @throws {UserError} when a level is not a value its setting can have
 */
export function modelledTrial(
  plan: Plan,
  condition: Condition,
  timeScale: number,
  measured: MeasuredServer = {},
): ModelledTrial {
  const settings = trialSettings(plan, condition, timeScale);
  const server = serverOf(targetOf(plan, condition), settings.target, condition, settings.load, measured);
  if ('missing' in server) return { state: 'unknown', missing: server.missing };
  return { state: 'modelled', model: { server, load: settings.load } };
}

function serverOf(
  target: Target,
  settings: TargetSettings,
  condition: Condition,
  load: LoadSettings,
  measured: MeasuredServer,
): Known<SimulatedServer> {
  const workers = workersOf(target, settings, condition);
  if ('missing' in workers) return workers;
  const place = placeIn(settings, workers, load.endpoint);
  if (typeof place !== 'string') return place;
  const hold = measured.service ?? holdOf(settings, load.endpoint);
  if ('missing' in hold) return hold;
  const problem = neverEnds(load, hold) ?? replacedWorkers(settings, workers, place, hold, load);
  if (problem !== undefined) return { missing: problem };
  return {
    workers: workers.workers,
    slots: slotsOf(workers),
    order: 'fifo',
    spread: spreadOfMeasured(workers, measured) ?? workers.spread,
    requests: [{ place, hold, weight: 1 }],
    loopTime: milliseconds(0),
    handlerTime: LEAST_OVERHEAD,
  };
}

function workersOf(target: Target, settings: TargetSettings, condition: Condition): Known<Workers> {
  if (settings.kind === 'embedded') {
    const { server } = settings;
    if (server.limitInFlight !== undefined)
      return { missing: 'beyond its limit in flight the server answers 503, which the model does not' };
    return { ...server, spread: spreadOf(server.balance) };
  }
  const known = workerSettings(target, settings, condition);
  if (known === undefined) return { missing: 'how the server runs its handlers is not known (model)' };
  const { workers } = known;
  if (workers === null) return { missing: 'how many workers the server has is not known (workers)' };
  // Who of several processes accepts a connection is left to chance, unless somebody says more.
  return { ...known, workers, spread: { policy: 'firstAwake' } };
}

/** What was seen of other workers says nothing of these. */
function spreadOfMeasured(
  { workers }: Workers,
  { connections }: MeasuredServer,
): ConnectionSpread | undefined {
  if (connections?.length !== workers || connections.every((count) => count === 0)) return undefined;
  return { policy: 'counts', counts: connections };
}

function placeIn(settings: TargetSettings, { workerClass }: Workers, endpoint: string): Known<HandlerPlace> {
  if (settings.kind === 'embedded' && settings.server.app !== undefined)
    return { missing: "what a handler of the user's own app does is not known" };
  const handler = knownHandler(endpoint);
  if (handler !== undefined) return placeOf(workerClass, handler.kind);
  // Where every handler has its slot, it does not matter how it was written.
  if (placeOf(workerClass, 'async') === 'slot') return 'slot';
  return { missing: `whether the handler of ${endpoint} blocks is not known` };
}

function holdOf({ kind, hold }: TargetSettings, endpoint: string): Known<Hold> {
  const takes = knownHandler(endpoint)?.takes ?? 'hold';
  if (kind === 'embedded' && takes === 'computing')
    return { missing: `${endpoint} computes, and the model has no processors` };
  if (hold === undefined || (kind === 'embedded' && takes === 'unknown'))
    return { missing: `how long ${endpoint} takes is not known${kind === 'embedded' ? '' : ' (hold)'}` };
  return hold;
}

function neverEnds({ thinkTime, arrivalsPerSecond }: LoadSettings, hold: ServiceTimes): string | undefined {
  const takesTime = meanService(hold) > 0 || thinkTime !== undefined || arrivalsPerSecond !== undefined;
  return takesTime ? undefined : 'its requests take nothing but the overhead, which is not known';
}

/** A worker that does not get round to answer the master is replaced, with all that it had in flight. */
function replacedWorkers(
  settings: TargetSettings,
  { workers }: Workers,
  place: HandlerPlace,
  hold: ServiceTimes,
  { connections }: LoadSettings,
): string | undefined {
  if (settings.kind !== 'embedded' || place !== 'eventLoop') return undefined;
  const waitedFor: Milliseconds = settings.server.workerTimeout;
  const blockedFor = milliseconds(meanService(hold) * Math.ceil(connections / workers));
  if (waitedFor === 0 || blockedFor < waitedFor) return undefined;
  return `event loops that are blocked for up to ${formatDuration(blockedFor)} get their workers replaced (worker time-out: ${formatDuration(waitedFor)})`;
}
