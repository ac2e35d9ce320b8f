import { Arrivals } from '../../plan/arrivals.ts';
import { ArrivalCounts } from '../../samples/arrival-counts.ts';
import type { DurationCount } from '../../samples/duration-counts.ts';
import { seriesInterval } from '../../samples/interval-samples.ts';
import {
  milliseconds,
  millisecondsToMicroseconds,
  millisecondsToNanoseconds,
  nanoseconds,
  type Milliseconds,
  type Nanoseconds,
} from '../../units.ts';
import { ClientSide, type Pace } from './client-side.ts';
import { ClosedPace } from './closed-pace.ts';
import { Clock } from './clock.ts';
import { connectionWorkers } from './connection-workers.ts';
import { EventQueue } from './event-queue.ts';
import { HoldStream } from './hold-stream.ts';
import { Jobs } from './jobs.ts';
import { OpenPace } from './open-pace.ts';
import { randomStreams, type RandomStreams } from './random-streams.ts';
import { requestKinds } from './request-kinds.ts';
import { ServerSide } from './server-side.ts';
import { checkModel, thinkTimeOf, type SimulationModel } from './simulation-model.ts';
import type { RequestTimes, SimulationResult } from './simulation-result.ts';
import { SimulationSamples, type EndedRequests } from './simulation-samples.ts';

/** What a simulation is made of. */
interface Simulation {
  readonly clock: Clock;
  readonly events: EventQueue;
  readonly client: ClientSide;
  readonly server: ServerSide;
  readonly pace: Pace;
  readonly samples: SimulationSamples;
  readonly open: { readonly pace: OpenPace; readonly counts: ArrivalCounts } | undefined;
  readonly windowStart: Nanoseconds;
  readonly endsAt: Nanoseconds;
}

/**
 * Simulates a trial, event by event, exact in time: whole nanoseconds, which reach to 104 days.
 * @param seed decides holds, think times, spread and what else is left to chance, but for the arrivals of an open
 *   loop: they are the load's own. Any whole number; the same seed gives the same result.
 * @param settledFrom where requests count as settled that are due so long after the window's start; they do from the first
 *   completion on when absent. It changes nothing of what happens
 * @throws {UserError} when the model has no meaning
 */
export function simulate(model: SimulationModel, seed: number, settledFrom?: Milliseconds): SimulationResult {
  checkModel(model);
  const simulation = assemble(model, seed, settledFrom);
  const { client, server, samples, open, windowStart } = simulation;
  const events = run(simulation);
  const windowEnd = nanoseconds(Math.max(windowStart, client.overAt ?? simulation.endsAt));
  open?.pace.finish(windowEnd);
  const inFlight = client.inFlightAt(windowEnd);
  const beyond = server.heldBeyond(windowEnd);
  return {
    seed,
    events,
    windowStart,
    windowEnd,
    ledger: {
      inFlightAtStart: samples.carriedOver + inFlight.carriedOver,
      started: samples.started,
      completed: samples.completed,
      completedLate: samples.completedLate,
      timedOut: samples.timedOut,
      failed: {},
      inFlightAtEnd: inFlight.count,
    },
    carried: timesOf(samples.carried, inFlight.carried),
    opening: timesOf(samples.opening, inFlight.opening),
    settled: timesOf(samples.settled, inFlight.settled),
    uncorrected: samples.uncorrected.sorted(),
    gaps: { count: samples.gaps, total: nanoseconds(samples.gapTotal) },
    intervals: samples.intervals(),
    rates: samples.rates.flatMap(({ rates }) => rates),
    arrivals: open?.counts.values,
    connections: {
      used: open?.pace.used ?? model.load.connections,
      opened: client.opened,
      reused: client.reused,
    },
    workers: Array.from(server.served, (served, worker) => ({
      served,
      busyTime: nanoseconds((server.busyTime[worker] ?? 0) - (beyond[worker] ?? 0)),
    })),
  };
}

const timesOf = (
  { completed, timedOut }: EndedRequests,
  inFlight: readonly DurationCount[],
): RequestTimes => ({ completed: completed.sorted(), timedOut, inFlight });

/**
 * Lets one event happen after the other until the window has ended. Of those of one instant a time-out comes first
 * (a response at exactly that age is late), then what ends, then what arrives.
 * @returns how many there were
 */
function run(simulation: Simulation): number {
  const { events, client, pace, samples, endsAt } = simulation;
  let happened = 0;
  for (;;) {
    const elsewhereAt = Math.min(pace.nextAt, client.nextGiveUpAt, samples.nextMark, endsAt);
    const inQueue = happenBefore(simulation, elsewhereAt);
    happened += inQueue;
    if (inQueue > 0 && isOver(client)) return happened;
    const at = events.nextAt;
    if (Math.min(at, pace.nextAt, client.nextGiveUpAt) >= endsAt) return happened;
    happenElsewhere(simulation, at);
    happened++;
    if (isOver(client)) return happened;
  }
}

/** The number of requests that ends the window has been reached. */
const isOver = (client: ClientSide): boolean => client.limitsRequests && client.overAt !== undefined;

/**
 * Hot: lets the events of the queue happen, up to a time before which there are no others, but for those that follow from
 * these; or up to the end of the load. Some 100 ns an event.
 * @returns how many there were
 */
function happenBefore({ clock, events, client, server, pace }: Simulation, elsewhereAt: number): number {
  const { givesUp, limitsRequests } = client;
  let happened = 0;
  let until = elsewhereAt;
  for (;;) {
    const at = events.nextAt;
    if (at >= until) return happened;
    clock.now = at;
    const number = events.take();
    if (number >= 0) server.happen(number);
    else pace.onDue(~number);
    happened++;
    if (givesUp) until = Math.min(until, client.nextGiveUpAt);
    if (limitsRequests && client.overAt !== undefined) return happened;
  }
}

/** @param eventAt when the next event of the queue is */
function happenElsewhere(
  { clock, events, client, server, pace, samples }: Simulation,
  eventAt: Nanoseconds,
): void {
  const giveUpAt = client.nextGiveUpAt;
  const at = nanoseconds(Math.min(eventAt, pace.nextAt, giveUpAt));
  clock.now = at;
  samples.pass(at);
  if (giveUpAt === at) client.giveUp();
  else if (eventAt === at) {
    const number = events.take();
    if (number >= 0) server.happen(number);
    else pace.onDue(~number);
  } else pace.onTime();
}

function assemble(model: SimulationModel, seed: number, settledFrom: Milliseconds | undefined): Simulation {
  const { load } = model;
  const isOpen = load.arrivalsPerSecond !== undefined;
  const streams = randomStreams(seed);
  const clock = new Clock();
  const events = new EventQueue();
  const windowStart = millisecondsToNanoseconds(milliseconds((load.ramp ?? 0) + (load.warmup ?? 0)));
  const endsAt = nanoseconds(windowStart + millisecondsToNanoseconds(load.duration));
  const timeout = millisecondsToNanoseconds(load.timeout);
  const samples = new SimulationSamples(clock, {
    windowStart,
    timeout: millisecondsToMicroseconds(load.timeout),
    threads: load.generatorThreads,
    isOpen,
    interval: seriesInterval(load.duration),
    settledFrom:
      settledFrom === undefined
        ? undefined
        : nanoseconds(windowStart + millisecondsToNanoseconds(settledFrom)),
  });
  const client = new ClientSide(
    {
      capacity: isOpen ? load.connectionsMax : load.connections,
      // What would be given up after the end never is.
      giveUpAfter: load.timeoutPolicy === 'abort' && timeout < endsAt ? timeout : Infinity,
      windowStart,
      requests: load.requests ?? Infinity,
      sinceDue: isOpen,
      nextKind: requestKinds(model.server.requests, streams.kind),
    },
    clock,
    samples,
  );
  const server = new ServerSide(model.server, streams, new Jobs(), clock, events, client, windowStart);
  const open = isOpen ? openPace(model, client, clock, windowStart, endsAt) : undefined;
  const pace = open?.pace ?? closedPace(model, client, clock, events, streams);
  const { spread, workers } = model.server;
  client.begin(
    server,
    pace,
    connectionWorkers(spread, workers, streams.spread, (worker) => server.loopIsBusy(worker)),
    load.connections,
  );
  return { clock, events, client, server, pace, samples, open, windowStart, endsAt };
}

function closedPace(
  model: SimulationModel,
  client: ClientSide,
  clock: Clock,
  events: EventQueue,
  streams: RandomStreams,
): ClosedPace {
  const { connections, ramp } = model.load;
  return new ClosedPace(client, clock, events, {
    connections,
    think: new HoldStream(thinkTimeOf(model), milliseconds(0), streams.think),
    ramp: millisecondsToNanoseconds(ramp ?? milliseconds(0)),
  });
}

function openPace(
  { load }: SimulationModel,
  client: ClientSide,
  clock: Clock,
  windowStart: Nanoseconds,
  endsAt: Nanoseconds,
): Simulation['open'] {
  const { connections, connectionsMax, generatorThreads, timeoutPolicy, timeout } = load;
  const counts = new ArrivalCounts(windowStart);
  const arrivals = Array.from(
    { length: generatorThreads },
    (_, thread) =>
      new Arrivals({
        process: load.arrivalProcess,
        perSecond: load.arrivalsPerSecond ?? 0,
        ramp: load.ramp ?? milliseconds(0),
        seed: load.arrivalSeed,
        thread,
        threads: generatorThreads,
      }),
  );
  const giveUpAfter = timeoutPolicy === 'abort' ? millisecondsToNanoseconds(timeout) : Infinity;
  return {
    counts,
    pace: new OpenPace(client, clock, { connections, connectionsMax, arrivals, counts, giveUpAfter, endsAt }),
  };
}
