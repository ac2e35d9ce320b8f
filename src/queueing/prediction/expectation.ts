import type { HandlerPlace } from '../../plan/handler-place.ts';
import { meanHold } from '../../plan/hold.ts';
import { milliseconds, millisecondsToSeconds, type Milliseconds } from '../../units.ts';
import { asymptoticBounds } from '../asymptotic-bounds.ts';
import { machineRepairman } from '../machine-repairman.ts';
import { generalQueue } from '../open-queue.ts';
import { meanService, variationOfService } from '../simulator/service-times.ts';
import { thinkTimeOf, type RequestKind, type SimulationModel } from '../simulator/simulation-model.ts';

/** What the formulas say of a server with one kind of request under a load, before anything is simulated. */
export interface Expectation {
  readonly loop: 'closed' | 'open';
  readonly place: HandlerPlace;
  readonly workers: number;
  /** Over all workers, whether anybody takes them or not. */
  readonly slots: number;
  /** The connections of a closed loop, which are all there can be in flight. */
  readonly connections: number;
  /** What arrives at an open loop. */
  readonly arrivalsPerSecond: number | null;
  /** The mean hold, without any overhead: a bound is what no overhead exceeds. */
  readonly serviceTimeMs: number;
  readonly thinkTimeMs: number;
  /** How many requests can be served at once, over all workers; null: nothing limits it but the load. */
  readonly atOnce: number | null;
  /** The asymptotic bound: no server of this kind completes more, whatever its distributions. */
  readonly mostPerSecond: number;
  /** What the load alone allows, were there a slot for everybody. */
  readonly loadPerSecond: number;
  /**
   * The steady state of the product-form model: M/M/c//N of each worker's connections in a closed loop, which needs
   * exponential times where there is a think time; GI/G/c (Allen & Cunneen) in an open one. null: it has none.
   */
  readonly steadyPerSecond: number | null;
  readonly responseTimeMs: number | null;
  readonly limitedBy: 'load' | 'slots' | 'eventLoops';
}

/** Handlers that need a slot, or have the event loop to themselves, are served by so many at once in a worker. */
function serversAWorker(place: HandlerPlace, slots: number): number | null {
  switch (place) {
    case 'timer':
      return null;
    case 'slot':
      return slots;
    case 'eventLoop':
      return 1;
  }
}

/** Connections are taken to be spread evenly where chance spreads them. */
export function expectationOf(model: SimulationModel): Expectation {
  const [request] = model.server.requests;
  if (request === undefined) throw new RangeError('a server has at least one kind of request');
  return model.load.arrivalsPerSecond === undefined
    ? closedExpectation(model, request)
    : openExpectation(model, request, model.load.arrivalsPerSecond);
}

function closedExpectation(model: SimulationModel, request: RequestKind): Expectation {
  const { server, load } = model;
  const serviceTime = meanService(request.hold);
  const thinkTime = milliseconds(meanHold(thinkTimeOf(model)));
  const servers = serversAWorker(request.place, server.slots);
  const loadPerSecond = load.connections / millisecondsToSeconds(milliseconds(serviceTime + thinkTime));
  let [atOnce, most, steady] = [0, 0, 0];
  for (const [customers, workers] of workersByConnections(model)) {
    const own = customers === 0 ? NOTHING : workerExpectation(customers, servers, serviceTime, thinkTime);
    atOnce += workers * Math.min(customers, servers ?? customers);
    most += workers * own.most;
    steady += workers * own.steady;
  }
  return {
    ...baseOf(model, request),
    loop: 'closed',
    arrivalsPerSecond: null,
    serviceTimeMs: serviceTime,
    thinkTimeMs: thinkTime,
    atOnce: servers === null ? null : atOnce,
    mostPerSecond: most,
    loadPerSecond,
    steadyPerSecond: steady,
    responseTimeMs: steady === 0 ? null : (load.connections / steady) * 1e3 - thinkTime,
    limitedBy: most >= loadPerSecond * ALL_BUT ? 'load' : limitOf(request.place),
  };
}

/** Sums of floating-point numbers that are equal on paper. */
const ALL_BUT = 1 - 1e-9;
const NOTHING = { most: 0, steady: 0 };

/** Of one worker with so many connections: a closed network of its own. */
function workerExpectation(
  customers: number,
  servers: number | null,
  serviceTime: Milliseconds,
  thinkTime: Milliseconds,
): { most: number; steady: number } {
  if (servers === null || servers >= customers) {
    const all = customers / millisecondsToSeconds(milliseconds(serviceTime + thinkTime));
    return { most: all, steady: all };
  }
  const { perSecond } = asymptoticBounds({
    customers,
    thinkTime,
    stations: [{ kind: 'queue', servers, demand: serviceTime }],
  });
  const exact = machineRepairman({ clients: customers, servers, serviceTime, thinkTime });
  return { most: perSecond.most, steady: exact.perSecond };
}

/** How many workers have so many connections: all those that have the same are reckoned once. */
function workersByConnections({ server, load }: SimulationModel): Map<number, number> {
  const { workers, spread } = server;
  const counts =
    spread.policy === 'counts'
      ? spread.counts
      : Array.from({ length: workers }, (_, worker) =>
          Math.floor((load.connections + workers - 1 - worker) / workers),
        );
  const byCount = new Map<number, number>();
  for (const count of counts) byCount.set(count, (byCount.get(count) ?? 0) + 1);
  return byCount;
}

function openExpectation(
  model: SimulationModel,
  request: RequestKind,
  arrivalsPerSecond: number,
): Expectation {
  const { server, load } = model;
  const serviceTime = meanService(request.hold);
  const servers = serversAWorker(request.place, server.slots);
  const atOnce = servers === null ? null : servers * server.workers;
  const capacity = atOnce === null ? Infinity : atOnce / millisecondsToSeconds(serviceTime);
  const most = Math.min(arrivalsPerSecond, capacity);
  const queue =
    servers === null
      ? undefined
      : generalQueue(
          { servers, arrivalsPerSecond: arrivalsPerSecond / server.workers, serviceTime },
          {
            arrivals: load.arrivalProcess === 'poisson' ? 1 : 0,
            service: variationOfService(request.hold) ** 2,
          },
        );
  const responseTime = queue?.responseTime ?? serviceTime;
  return {
    ...baseOf(model, request),
    loop: 'open',
    arrivalsPerSecond,
    serviceTimeMs: serviceTime,
    thinkTimeMs: 0,
    atOnce,
    mostPerSecond: most,
    loadPerSecond: arrivalsPerSecond,
    steadyPerSecond: most,
    responseTimeMs: Number.isFinite(responseTime) ? responseTime : null,
    limitedBy: capacity > arrivalsPerSecond ? 'load' : limitOf(request.place),
  };
}

const baseOf = ({ server, load }: SimulationModel, { place }: RequestKind) => ({
  place,
  workers: server.workers,
  slots: server.workers * server.slots,
  connections: load.connections,
});

const limitOf = (place: HandlerPlace): Expectation['limitedBy'] =>
  place === 'eventLoop' ? 'eventLoops' : 'slots';
