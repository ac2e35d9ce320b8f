import { milliseconds } from '../../units.ts';
import { machineRepairman } from '../machine-repairman.ts';
import { scaledThroughput } from '../universal-scalability.ts';
import type { ConcurrencyModel } from './concurrency-fit-schema.ts';

/** The throughput that was measured with a number of connections, and its relative standard error. */
export interface ThroughputPoint {
  readonly connections: number;
  readonly perSecond: number;
  readonly error: number;
}

/** A model fitted, and its curve. */
export interface FittedModel {
  readonly model: ConcurrencyModel;
  readonly perSecond: (connections: number) => number;
}

/** A curve up to its height: what a server of one request a second would do. */
interface Family {
  readonly name: ConcurrencyModel['model'];
  /** Values of the parameters to begin the search with; one list of them a candidate. */
  readonly starts: readonly (readonly number[])[];
  readonly shape: (connections: number, parameters: readonly number[]) => number;
  readonly named: (parameters: readonly number[], perSecondOfOne: number) => Record<string, number>;
}

/** Trials scatter by this at the least, relatively, beyond what their requests explain. */
const LEAST_SCATTER = 0.01;
const SCATTERS = Array.from({ length: 12 }, (_, place) => LEAST_SCATTER * 1.45 ** place);

/**
 * Fits the alternatives to throughputs by maximum likelihood: the logarithm of each is normal about the curve's, with the variance of
 * its own error and of a scatter that the model leaves unexplained. Their height is fitted in closed form, what else they have by a search.
 * @param processors how many are busy at most, for the processors' curve
 * @returns by BIC (Schwarz 1978), the best first; a model with as many parameters as there are points is left out
 */
export function fitModels(points: readonly ThroughputPoint[], processors: number): FittedModel[] {
  const most = Math.max(...points.map(({ connections }) => connections));
  const loads = new Set(points.map(({ connections }) => connections)).size;
  const fitted = families(most, processors)
    .filter(({ starts }) => (starts[0]?.length ?? 0) + 1 < loads || (starts[0]?.length ?? 0) === 0)
    .map((family) => fitFamily(family, points));
  const best = Math.min(...fitted.map(({ model }) => model.criterion));
  const weights = fitted.map(({ model }) => Math.exp((best - model.criterion) / 2));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return fitted
    .map(({ model, perSecond }, place) => ({
      model: { ...model, weight: (weights[place] ?? 0) / total },
      perSecond,
    }))
    .toSorted((one, other) => one.model.criterion - other.model.criterion);
}

function families(most: number, processors: number): Family[] {
  const slots = geometric(1, most, 60);
  return [
    {
      name: 'none',
      starts: [[]],
      shape: (connections) => connections,
      named: (_, perSecond) => ({ serviceTimeMs: 1e3 / perSecond }),
    },
    {
      name: 'slots',
      starts: slots.map((count) => [count]),
      shape: (connections, [count = 1]) => Math.min(connections, count),
      named: ([count = 1], perSecond) => ({ serviceTimeMs: 1e3 / perSecond, slots: count }),
    },
    {
      name: 'cpu',
      starts: slots.map((knee) => [knee]),
      shape: (connections, [knee = 1]) => processorShape(connections, knee, processors),
      named: ([knee = 1], perSecond) => ({
        serviceTimeMs: 1e3 / perSecond,
        processorTimeMs: (1e3 / perSecond) * Math.min(1, processors / knee),
        processors,
      }),
    },
    {
      name: 'contention',
      starts: [0, ...geometric(1e-4, 1, 9)].flatMap((contention) =>
        [0, ...geometric(1e-7, 1e-1, 9)].map((coherency) => [contention, coherency]),
      ),
      shape: (connections, [contention = 0, coherency = 0]) =>
        scaledThroughput(connections, [1, contention, coherency]),
      named: ([contention = 0, coherency = 0], perSecond) => ({
        serviceTimeMs: 1e3 / perSecond,
        contention,
        coherency,
      }),
    },
  ];
}

const geometric = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, place) => from * (to / from) ** (place / (count - 1)));

/**
 * The throughput that a model has with a number of connections, a second, from its named parameters alone.
 */
export function modelCurve({ model, parameters }: ConcurrencyModel): (connections: number) => number {
  const { serviceTimeMs = Infinity, slots = 1, processors = 1, contention = 0, coherency = 0 } = parameters;
  const { processorTimeMs = serviceTimeMs } = parameters;
  const perSecondOfOne = 1e3 / serviceTimeMs;
  switch (model) {
    case 'none':
      return (connections) => perSecondOfOne * connections;
    case 'slots':
      return (connections) => perSecondOfOne * Math.min(connections, slots);
    case 'cpu': {
      const knee = (processors * serviceTimeMs) / processorTimeMs;
      return (connections) => perSecondOfOne * processorShape(connections, knee, processors);
    }
    case 'contention':
      return (connections) => perSecondOfOne * scaledThroughput(connections, [1, contention, coherency]);
  }
}

/** A closed loop that waits elsewhere and needs processors in between, by M/M/k//N: the knee is round. */
function processorShape(connections: number, knee: number, processors: number): number {
  const serviceTime = Math.min(1, processors / knee);
  const { perSecond } = machineRepairman({
    clients: connections,
    servers: processors,
    serviceTime: milliseconds(1e3 * serviceTime),
    thinkTime: milliseconds(1e3 * (1 - serviceTime)),
  });
  return perSecond;
}

interface Likelihood {
  readonly logLikelihood: number;
  readonly logHeight: number;
}

function fitFamily(family: Family, points: readonly ThroughputPoint[]): FittedModel {
  const at = (parameters: readonly number[]): Likelihood => likeliest(family, parameters, points);
  let best = family.starts[0] ?? [];
  let likelihood = at(best);
  for (const start of family.starts.slice(1)) {
    const found = at(start);
    if (found.logLikelihood > likelihood.logLikelihood) [best, likelihood] = [start, found];
  }
  [best, likelihood] = climb(best, likelihood, at);
  const perSecondOfOne = Math.exp(likelihood.logHeight);
  const parameterCount = best.length + 1;
  return {
    model: {
      model: family.name,
      parameters: family.named(best, perSecondOfOne),
      parameterCount,
      logLikelihood: likelihood.logLikelihood,
      criterion: parameterCount * Math.log(points.length) - 2 * likelihood.logLikelihood,
      weight: 0,
    },
    perSecond: (connections) => perSecondOfOne * family.shape(connections, best),
  };
}

const FIRST_STEP = 1.2;
const LAST_STEP = 1.001;

/** Parameter by parameter up and down by a factor that shrinks (a pattern search; Hooke & Jeeves 1961). */
function climb(
  from: readonly number[],
  likelihood: Likelihood,
  at: (parameters: readonly number[]) => Likelihood,
): [readonly number[], Likelihood] {
  let [best, found] = [from, likelihood];
  for (let factor = FIRST_STEP; factor > LAST_STEP;) {
    let helps = false;
    for (const place of best.keys())
      for (const times of [factor, 1 / factor]) {
        const tried = best.with(place, (best[place] ?? 0) * times);
        const next = at(tried);
        if (next.logLikelihood <= found.logLikelihood) continue;
        [best, found, helps] = [tried, next, true];
      }
    if (!helps) factor = Math.sqrt(factor);
  }
  return [best, found];
}

/** With the height, and the scatter, that make the points likeliest. */
function likeliest(
  family: Family,
  parameters: readonly number[],
  points: readonly ThroughputPoint[],
): Likelihood {
  const gaps = points.map(({ connections, perSecond }) =>
    Math.log(perSecond / family.shape(connections, parameters)),
  );
  let best: Likelihood = { logLikelihood: -Infinity, logHeight: 0 };
  for (const scatter of SCATTERS) {
    const variances = points.map(({ error }) => error ** 2 + scatter ** 2);
    const weight = variances.reduce((sum, variance) => sum + 1 / variance, 0);
    const logHeight = gaps.reduce((sum, gap, place) => sum + gap / (variances[place] ?? 1), 0) / weight;
    const logLikelihood = gaps.reduce((sum, gap, place) => {
      const variance = variances[place] ?? 1;
      return sum - 0.5 * (Math.log(2 * Math.PI * variance) + (gap - logHeight) ** 2 / variance);
    }, 0);
    if (logLikelihood > best.logLikelihood) best = { logLikelihood, logHeight };
  }
  return best;
}
