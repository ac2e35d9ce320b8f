import { inverse, Matrix, solve } from 'ml-matrix';

/** A model y = f(x; parameters) with its derivatives by each parameter. */
export interface DifferentiableModel {
  readonly value: (x: number, parameters: readonly number[]) => number;
  readonly gradient: (x: number, parameters: readonly number[]) => readonly number[];
}

/** Parameters of the least sum of squares, and what is known of their errors. */
export interface LeastSquaresFit {
  readonly parameters: readonly number[];
  readonly sumOfSquares: number;
  /** (JᵀJ)⁻¹, which times the residual variance is the covariance of the parameters; null where it has none. */
  readonly inverseNormal: Matrix | null;
  /** No step lowers the sum of squares any further. */
  readonly converged: boolean;
}

const MOST_STEPS = 500;
const FIRST_DAMPING = 1e-3;
const GREATEST_DAMPING = 1e12;
/** Relative. */
const NO_PROGRESS = 1e-14;

/**
 * Non-linear least squares (Levenberg 1944; Marquardt, Journal of SIAM 11(2), 1963): each step solves (JᵀJ + μ·diag JᵀJ)δ = Jᵀr, and
 * μ falls where the step helps and rises where it does not. Parameters are kept at or above 0, by cutting the step off there.
 */
export function leastSquares(
  points: readonly (readonly [x: number, y: number])[],
  model: DifferentiableModel,
  start: readonly number[],
): LeastSquaresFit {
  let parameters = start;
  let sum = sumOfSquares(points, model, parameters);
  let damping = FIRST_DAMPING;
  let converged = false;
  for (let step = 0; step < MOST_STEPS && !converged; step++) {
    const { normal, slope } = normalEquations(points, model, parameters);
    let helps = false;
    while (!helps && damping < GREATEST_DAMPING) {
      const tried = stepped(normal, slope, parameters, damping);
      const next = sumOfSquares(points, model, tried);
      helps = next < sum;
      damping = helps ? damping / 10 : damping * 10;
      if (!helps) continue;
      converged = sum - next <= NO_PROGRESS * sum;
      parameters = tried;
      sum = next;
    }
    if (!helps) converged = true;
  }
  const { normal } = normalEquations(points, model, parameters);
  return { parameters, sumOfSquares: sum, inverseNormal: inverseOf(normal), converged };
}

function sumOfSquares(
  points: readonly (readonly [number, number])[],
  model: DifferentiableModel,
  parameters: readonly number[],
): number {
  return points.reduce((sum, [x, y]) => sum + (y - model.value(x, parameters)) ** 2, 0);
}

function normalEquations(
  points: readonly (readonly [number, number])[],
  model: DifferentiableModel,
  parameters: readonly number[],
): { normal: Matrix; slope: Matrix } {
  const jacobian = new Matrix(points.map(([x]) => [...model.gradient(x, parameters)]));
  const residuals = Matrix.columnVector(points.map(([x, y]) => y - model.value(x, parameters)));
  const transposed = jacobian.transpose();
  return { normal: transposed.mmul(jacobian), slope: transposed.mmul(residuals) };
}

function stepped(normal: Matrix, slope: Matrix, parameters: readonly number[], damping: number): number[] {
  const damped = normal.clone();
  for (let place = 0; place < parameters.length; place++)
    damped.set(place, place, normal.get(place, place) * (1 + damping) || damping);
  const delta = solve(damped, slope);
  return parameters.map((value, place) => Math.max(0, value + delta.get(place, 0)));
}

function inverseOf(normal: Matrix): Matrix | null {
  try {
    const found = inverse(normal);
    return found.diagonal().every((value) => Number.isFinite(value) && value >= 0) ? found : null;
  } catch {
    return null;
  }
}
