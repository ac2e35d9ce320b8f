import { variationOfHold } from '../../plan/hold.ts';
import type { PredictedFigure, PredictedFigures, Prediction } from '../../samples/prediction.ts';
import { studentTQuantile } from '../../statistics/distributions.ts';
import { milliseconds, type Milliseconds } from '../../units.ts';
import { meanService, variationOfService } from '../simulator/service-times.ts';
import { thinkTimeOf, type SimulationModel } from '../simulator/simulation-model.ts';
import { expectationOf, type Expectation } from './expectation.ts';
import { simulatedFigures, type SimulatedFigures } from './simulated-figures.ts';

/** What servers take of each request beyond its hold: so much, and so much of the hold. */
const ALLOWED_MS = 10;
const ALLOWED_SHARE = 0.02;
/** Rates and times are allowed this beside; counts are exact. */
const ROUNDING = 0.005;
const REPLICATIONS = 5;
/** A trial outside these is none of the model's in 1 of 100 cases. */
const CONFIDENCE = 0.99;
/** More events than this would keep a trial waiting; with it a prediction takes some 40 ms. */
const EVENTS_A_SIMULATION = 5_000;
const MOST_CONNECTIONS = 2 * EVENTS_A_SIMULATION;
/** A window is cut to no less than so many response times. */
const RESPONSE_TIMES_A_WINDOW = 20;

const FIGURES = ['completed', 'steadyPerSecond', 'p50Ms', 'p99Ms', 'meanMs'] as const;

/**
 * Predicts a trial: replications of the model, and one in which each request takes as much longer as servers may. What lies
 * between the lower end of the one and the upper end of the other the model explains: the ends are those of the 99 %
 * prediction interval for one more replication, mean ± t·s·√(1 + 1/n) (Hahn & Meeker 1991, eq. 4.7). Where nothing is left to chance
 * there is one replication, and no more than what the overhead does to it.
 * @param seed decides what is left to chance
 * @returns null where a window of enough response times would take too long to simulate
 */
export function predictTrial(model: SimulationModel, seed: number): Prediction | null {
  const window = simulatedWindow(model, expectationOf(model));
  if (window === undefined) return null;
  const allowed = allowedOverhead(model);
  const replications = isLeftToChance(model) ? REPLICATIONS : 1;
  return {
    replications,
    simulatedMs: window,
    allowedOverheadMs: allowed,
    expected: predictedFigures(model, { seed, window, allowed, replications }),
    afterwards: null,
  };
}

/**
 * The same prediction with what was observed of the spread of the connections, which nobody knew before.
 * @param connections of each worker, as observed
 */
export function predictAfterwards(
  model: SimulationModel,
  seed: number,
  prediction: Prediction,
  connections: readonly number[],
): Prediction {
  const server = { ...model.server, spread: { policy: 'counts', counts: connections } as const };
  const figures = predictedFigures(
    { ...model, server },
    {
      seed,
      window: milliseconds(prediction.simulatedMs),
      allowed: milliseconds(prediction.allowedOverheadMs),
      replications: prediction.replications,
    },
  );
  return { ...prediction, afterwards: { ...figures, connectionsByWorker: [...connections] } };
}

interface Simulations {
  readonly seed: number;
  readonly window: Milliseconds;
  readonly allowed: Milliseconds;
  readonly replications: number;
}

function predictedFigures(
  model: SimulationModel,
  { seed, window, allowed, replications }: Simulations,
): PredictedFigures {
  const cut = { ...model, load: { ...model.load, duration: window } };
  const first = simulatedFigures(cut, seed);
  const rest = Array.from({ length: replications - 1 }, (_, index) =>
    simulatedFigures(cut, seedOf(seed, index + 1), first.cut),
  );
  const slowServer = { ...cut.server, handlerTime: milliseconds(cut.server.handlerTime + allowed) };
  const slowed = simulatedFigures({ ...cut, server: slowServer }, seed, first.cut);
  const beyond = model.load.duration - window;
  const figure = (name: (typeof FIGURES)[number]): PredictedFigure => {
    const of = (one: SimulatedFigures): number | null =>
      name === 'completed' ? completedIn(one, beyond) : one[name];
    return predictedFigure([first, ...rest].map(of), of(slowed), name === 'completed' ? 0 : ROUNDING);
  };
  return Object.fromEntries(FIGURES.map((name) => [name, figure(name)])) as PredictedFigures;
}

/** What is not simulated of a window goes on as the steady state does. */
function completedIn({ completed, steadyPerSecond }: SimulatedFigures, beyondMs: number): number | null {
  if (beyondMs <= 0) return completed;
  return steadyPerSecond === null ? null : completed + (steadyPerSecond * beyondMs) / 1e3;
}

function predictedFigure(
  values: readonly (number | null)[],
  slowed: number | null,
  rounding: number,
): PredictedFigure {
  const known = values.filter((value) => value !== null);
  if (known.length < values.length || slowed === null) return null;
  const count = known.length;
  const mean = known.reduce((sum, value) => sum + value, 0) / count;
  const half = count === 1 ? 0 : halfWidth(known, mean);
  // The same seed, so that the difference is the overhead's alone.
  const shift = slowed - (known[0] ?? mean);
  return {
    estimate: mean,
    least: Math.max(0, (mean + Math.min(0, shift) - half) * (1 - rounding)),
    most: (mean + Math.max(0, shift) + half) * (1 + rounding),
  };
}

function halfWidth(values: readonly number[], mean: number): number {
  const count = values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return studentTQuantile((1 + CONFIDENCE) / 2, count - 1) * Math.sqrt(variance * (1 + 1 / count));
}

/** The whole window, or as much of a busy one as is quickly simulated; undefined where that is too little. */
function simulatedWindow({ load }: SimulationModel, expected: Expectation): Milliseconds | undefined {
  const { duration, warmup = 0, ramp = 0, requests, connections } = load;
  // Each of them begins with a request.
  if (connections > MOST_CONNECTIONS) return undefined;
  // A window that ends with a number of requests is as long as the server makes it.
  if (requests !== undefined || !Number.isFinite(duration)) return undefined;
  const perMs = (2 * Math.max(expected.mostPerSecond, timeOutsPerSecond(load))) / 1e3;
  const span = EVENTS_A_SIMULATION / perMs;
  if (span >= duration + warmup + ramp) return duration;
  const least = RESPONSE_TIMES_A_WINDOW * (expected.responseTimeMs ?? Infinity);
  const window = Math.floor(span - warmup - ramp);
  return window >= least && window > 0 ? milliseconds(window) : undefined;
}

/** Those who give up ask again. */
const timeOutsPerSecond = ({ timeoutPolicy, timeout, connections }: SimulationModel['load']): number =>
  timeoutPolicy === 'abort' ? (connections / timeout) * 1e3 : 0;

function allowedOverhead({ server }: SimulationModel): Milliseconds {
  const longest = Math.max(...server.requests.map(({ hold }) => meanService(hold)));
  return milliseconds(ALLOWED_MS + ALLOWED_SHARE * longest);
}

function isLeftToChance(model: SimulationModel): boolean {
  const { server, load } = model;
  const { policy } = server.spread;
  return (
    server.requests.length > 1 ||
    server.requests.some(({ hold }) => variationOfService(hold) > 0) ||
    variationOfHold(thinkTimeOf(model)) > 0 ||
    load.arrivalProcess === 'poisson' ||
    (server.workers > 1 && (policy === 'hash' || policy === 'firstAwake'))
  );
}

/** Seeds that are far apart, so that no two generators begin alike (Knuth's multiplicative hash). */
const seedOf = (seed: number, replication: number): number =>
  (seed + Math.imul(replication, 0x9e37_79b1)) >>> 0;
