import { UserError } from '../../errors.ts';
import {
  placeOf,
  slotsOf,
  type HandlerKind,
  type HandlerPlace,
  type SlotSettings,
} from '../../plan/handler-place.ts';
import { constantHold, meanHold, type Hold } from '../../plan/hold.ts';
import type { LoadSettings } from '../../plan/load-settings.ts';
import type { Balance, ServerSettings } from '../../plan/server-settings.ts';
import { milliseconds, type Milliseconds } from '../../units.ts';
import { meanService, type ServiceTimes } from './service-times.ts';

/** One kind of request, and how long its handler takes. */
export interface RequestKind {
  readonly place: HandlerPlace;
  readonly hold: ServiceTimes;
  /** Its share of the requests is this over the sum of all weights. */
  readonly weight: number;
}

/**
 * Which worker a connection comes to, whenever it is opened: the next in turn; by chance (the kernel's hash over the
 * addresses); by chance among those whose event loop is free (whoever wakes first); or so that each worker has the number
 * that was observed.
 */
export type ConnectionSpread =
  | { readonly policy: 'roundRobin' | 'hash' | 'firstAwake' }
  | { readonly policy: 'counts'; readonly counts: readonly number[] };

/** A server as the simulator knows it. */
export interface SimulatedServer {
  readonly workers: number;
  /** How many handlers that need one can run at once in a worker. */
  readonly slots: number;
  /** Who of those that wait for a slot is next. */
  readonly order: 'fifo' | 'random';
  readonly spread: ConnectionSpread;
  readonly requests: readonly RequestKind[];
  /** What each request takes of its worker's event loop, one after the other, before its handler begins. */
  readonly loopTime: Milliseconds;
  /** What each request takes beyond its hold, holding what its handler holds. */
  readonly handlerTime: Milliseconds;
}

/** A server under a load. */
export interface SimulationModel {
  readonly server: SimulatedServer;
  /** An open loop's arrivals are those that the generator would make of these settings, its seed among them. */
  readonly load: LoadSettings;
  /** Where think times are not all alike: in place of the load's. */
  readonly thinkTime?: Hold;
}

const SPREADS: Readonly<Record<Balance, ConnectionSpread>> = {
  'round-robin': { policy: 'roundRobin' },
  reuseport: { policy: 'hash' },
  shared: { policy: 'firstAwake' },
};

/** How the embedded server's connections reach its workers. */
export const spreadOf = (balance: Balance): ConnectionSpread => SPREADS[balance];

/**
 * The embedded server with one endpoint.
 * @param overhead what it takes of each request beside the hold: nothing when absent
 */
export function simulatedServer(
  settings: SlotSettings & Pick<ServerSettings, 'workers' | 'balance' | 'hold'>,
  handler: HandlerKind,
  overhead: { readonly loopTime?: Milliseconds; readonly handlerTime?: Milliseconds } = {},
): SimulatedServer {
  const place = placeOf(settings.workerClass, handler);
  return {
    workers: settings.workers,
    slots: slotsOf(settings),
    order: 'fifo',
    spread: spreadOf(settings.balance),
    requests: [{ place, hold: settings.hold, weight: 1 }],
    loopTime: overhead.loopTime ?? milliseconds(0),
    handlerTime: overhead.handlerTime ?? milliseconds(0),
  };
}

/** How long a connection of a closed loop rests between a response and its next request. */
export const thinkTimeOf = ({ thinkTime, load }: SimulationModel): Hold =>
  thinkTime ?? constantHold(load.thinkTime ?? milliseconds(0));

/** @throws {UserError} when a model has no meaning, or would never get on */
export function checkModel(model: SimulationModel): void {
  const problem = problemOf(model);
  if (problem !== undefined) throw new UserError({ what: `this cannot be simulated: ${problem}` });
}

function problemOf(model: SimulationModel): string | undefined {
  const { server, load } = model;
  const { spread } = server;
  if (!isCount(server.workers) || !isCount(server.slots))
    return 'a server has at least one worker with one slot';
  if (server.requests.length === 0) return 'a server needs at least one kind of request';
  if (!server.requests.every(({ weight }) => weight > 0 && Number.isFinite(weight)))
    return 'the weight of a request is above zero';
  if (spread.policy === 'counts') {
    if (spread.counts.length !== server.workers)
      return `connections are counted for ${spread.counts.length} workers, and there are ${server.workers}`;
    if (!spread.counts.every((count) => Number.isInteger(count) && count >= 0) || sum(spread.counts) === 0)
      return 'the connections of a worker are a whole number, and not all of them 0';
  }
  if (!Number.isFinite(load.duration) && load.requests === undefined)
    return 'it needs an end: a duration, or a number of requests';
  return getsOn(model) ? undefined : 'a request takes no time at all, nor does a client think';
}

/** Where a cycle takes no time, a closed loop would go round for ever in one instant. */
function getsOn(model: SimulationModel): boolean {
  const { server, load } = model;
  if (load.arrivalsPerSecond !== undefined || meanHold(thinkTimeOf(model)) > 0) return true;
  return server.requests.every(({ hold }) => meanService(hold) + server.loopTime + server.handlerTime > 0);
}

const isCount = (value: number): boolean => Number.isInteger(value) && value > 0;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
