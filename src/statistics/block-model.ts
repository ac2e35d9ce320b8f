import { Matrix, pseudoInverse } from 'ml-matrix';
import { betweenTrials, crossProduct, onTrials, type BetweenTrials, type Row } from './block-design.ts';
import { ROUNDING, type LogContrast } from './log-contrast.ts';

/** One trial: the condition and the block it belongs to, and the logarithm of what it measured. */
export interface BlockTrial {
  readonly cell: string;
  readonly block: number;
  readonly log: number;
}

/** What of a singular value is rounding; the others are near the number of trials of a condition or a block. */
const SINGULAR = 1e-9;
/** A trial whose residual can only be 0: it alone decides its condition's mean, or its block's. */
const DECISIVE = 1 - 1e-9;

/**
 * The least-squares fit of the model: logarithm = mean of its condition + effect of its block + noise, where each
 * condition may have noise of its own size.
 */
export interface BlockModel {
  /**
   * A weighted sum of the conditions' means. Its variance is heteroscedasticity-consistent (HC2, MacKinnon & White
   * 1985), its degrees of freedom are Satterthwaite's (1946) for noise as each condition was found to have: for two
   * conditions without blocks it is Welch's test, in two conditions with whole blocks the paired one.
   * @param weights by cell, their sum 0
   * @returns undefined where the trials do not tell it: a condition has none, or shares no block with the others
   */
  contrast(weights: ReadonlyMap<string, number>): LogContrast | undefined;
}

/** @param trials only those of the conditions that are compared: what others scatter is no noise of these */
export function blockModel(trials: readonly BlockTrial[]): BlockModel {
  const cells = [...new Set(trials.map(({ cell }) => cell))];
  const blocks = [...new Set(trials.map(({ block }) => block))];
  const size = cells.length + blocks.length;
  const rows = trials.map(({ cell, block }): Row => [
    cells.indexOf(cell),
    cells.length + blocks.indexOf(block),
  ]);
  const normal = crossProduct(rows, size, () => 1);
  // The columns of the cells and those of the blocks have the same sum, so there is no plain inverse.
  const inverse = pseudoInverse(normal, SINGULAR);
  const logs = trials.map(({ log }) => log);
  const noise = noiseOf(rows, logs, inverse, cells.length);

  return {
    contrast(weights) {
      if ([...weights.keys()].some((cell) => !cells.includes(cell))) return undefined;
      const aim = Matrix.columnVector(
        Array.from({ length: size }, (_, column) => weights.get(cells[column] ?? '') ?? 0),
      );
      const solution = inverse.mmul(aim);
      if (Matrix.sub(normal.mmul(solution), aim).norm() > SINGULAR) return undefined;
      const shares = onTrials(rows, solution.to1DArray());
      const estimate = logs.reduce((sum, log, trial) => sum + (shares[trial] as number) * log, 0);
      return { estimate, error: noise === undefined ? null : errorOf(shares, noise) };
    },
  };
}

interface Noise {
  readonly residuals: readonly number[];
  /** Of each trial, the share of its own noise that its residual has: 1 − leverage. */
  readonly freedoms: readonly number[];
  /** The covariance of the residuals, given the noise of each cell. */
  readonly covariance: BetweenTrials;
  readonly residualDegrees: number;
}

/** @returns undefined where a trial decides alone, so that nothing is known of how it scatters */
function noiseOf(
  rows: readonly Row[],
  logs: readonly number[],
  inverse: Matrix,
  cellCount: number,
): Noise | undefined {
  const hat = betweenTrials(rows, inverse);
  const freedoms = rows.map((_, trial) => 1 - (hat[trial]?.[trial] as number));
  if (freedoms.some((freedom) => freedom < 1 - DECISIVE)) return undefined;
  const residuals = logs.map((log, trial) =>
    logs.reduce((rest, other, place) => rest - (hat[trial]?.[place] as number) * other, log),
  );
  const cellOf = rows.map(([cell]) => cell);
  const byCell = cellVariances(hat, residuals, cellOf, cellCount);
  const variances = cellOf.map((cell) => byCell[cell] as number);
  return {
    residuals,
    freedoms,
    covariance: residualCovariance(rows, inverse, hat, variances),
    residualDegrees: freedoms.reduce((sum, freedom) => sum + freedom, 0),
  };
}

/**
 * The variance of the noise of each cell: the unbiased quadratic estimates (Hartley, Rao & Kiefer 1969, J. Am. Stat.
 * Assoc. 64, 841-851; in whole blocks they are Grubbs's of 1948), where negative 0. Two cells in whole blocks cannot be told
 * apart: they get the same.
 */
function cellVariances(
  hat: BetweenTrials,
  residuals: readonly number[],
  cellOf: readonly number[],
  cellCount: number,
): number[] {
  const squares = Array.from({ length: cellCount }, () => 0);
  const expected = squares.map(() => squares.map(() => 0));
  cellOf.forEach((cell, trial) => {
    squares[cell] = (squares[cell] as number) + (residuals[trial] as number) ** 2;
    const row = expected[cell] as number[];
    hat[trial]?.forEach((share, other) => {
      const otherCell = cellOf[other] as number;
      row[otherCell] = (row[otherCell] as number) + ((trial === other ? 1 : 0) - share) ** 2;
    });
  });
  return pseudoInverse(new Matrix(expected), SINGULAR)
    .mmul(Matrix.columnVector(squares))
    .to1DArray()
    .map((variance) => Math.max(0, variance));
}

/**
 * M Σ M = Σ − H Σ − Σ H + H Σ H, where H is the hat matrix, M = 1 − H makes the residuals, and Σ is diagonal.
 * @param variances of each trial
 */
function residualCovariance(
  rows: readonly Row[],
  inverse: Matrix,
  hat: BetweenTrials,
  variances: readonly number[],
): BetweenTrials {
  const weighted = crossProduct(rows, inverse.rows, (trial) => variances[trial] as number);
  const covariance = betweenTrials(rows, inverse.mmul(weighted).mmul(inverse));
  return covariance.map((row, trial) => {
    const own = variances[trial] as number;
    return row.map((both, other) => {
      const mixed = (own + (variances[other] as number)) * (hat[trial]?.[other] as number);
      return both - mixed + (trial === other ? own : 0);
    });
  });
}

/** @param shares what each trial's logarithm counts for in the contrast */
function errorOf(shares: readonly number[], noise: Noise): LogContrast['error'] {
  const { residuals, freedoms, covariance, residualDegrees } = noise;
  const factors = shares.map((share, trial) => share ** 2 / (freedoms[trial] as number));
  let variance = 0;
  let expected = 0;
  let spread = 0;
  factors.forEach((factor, trial) => {
    const row = covariance[trial] as readonly number[];
    variance += factor * (residuals[trial] as number) ** 2;
    expected += factor * (row[trial] as number);
    for (let other = 0; other < factors.length; other++)
      spread += factor * (factors[other] as number) * (row[other] as number) ** 2;
  });
  // Where nothing scatters there is nothing to reckon them from.
  const degrees = Math.sqrt(variance) > ROUNDING ? expected ** 2 / spread : residualDegrees;
  return {
    standardError: Math.sqrt(variance),
    degreesOfFreedom: Math.max(1, Math.min(degrees, residualDegrees)),
  };
}
