import { broken, cannotTell, figure, holds, type Bias, type Check, type Unit } from '../check.ts';
import { isSurelyAbove, mayBeEqual, quotient } from '../stated-figure.ts';
import type { StatedQuotient, StatedResult } from '../stated-result.ts';
import { WORTH_SAYING_PERCENT } from './connection-time.ts';

type Units = readonly [numerator: Unit, denominator: Unit, stated: Unit];

const UNITS: Readonly<Record<StatedQuotient['kind'], Units>> = {
  throughput: ['requests', 'ms', 'perSecond'],
  goodput: ['requests', 'ms', 'perSecond'],
  oneWindow: ['requests', 'ms', 'perSecond'],
  bytesPerSecond: ['bytes', 'ms', 'bytesPerSecond'],
  bytesPerResponse: ['bytes', 'requests', 'bytes'],
  meanFromTotal: ['ms', 'requests', 'ms'],
  successShare: ['requests', 'requests', 'share'],
  failedShare: ['requests', 'requests', 'share'],
};

/** Requests ÷ duration is the rate, bytes ÷ duration that of the bytes, and whatever else a tool divides. */
export function quotients(result: StatedResult): Check[] {
  return [
    ...(has(result, 'throughput') ? [] : [cannotTell('throughput', missingOfRate(result))]),
    ...result.quotients.map((stated) => judged(stated, result)),
  ];
}

const has = ({ quotients: stated }: StatedResult, kind: StatedQuotient['kind']): boolean =>
  stated.some((one) => one.kind === kind);

function missingOfRate({ completed, durationMs, ratePerSecond, tool }: StatedResult): string[] {
  const missing = [
    ...(completed === null ? ['the number of responses'] : []),
    ...(durationMs === null || tool === 'k6' ? ['the duration'] : []),
    ...(ratePerSecond === null ? ['the requests a second'] : []),
  ];
  return missing.length > 0 ? missing : ['a duration above zero'];
}

function judged(stated: StatedQuotient, result: StatedResult): Check {
  const { kind } = stated;
  const [numeratorUnit, denominatorUnit, unit] = UNITS[kind];
  // Rates are a second, and times in ms.
  const scale = denominatorUnit === 'ms' ? 1_000 : 1;
  const ratio = quotient(stated.numerator, stated.denominator);
  if (ratio === undefined) return cannotTell(kind, ['what it is divided by, above zero']);
  const computed = { value: ratio.value * scale, least: ratio.least * scale, most: ratio.most * scale };
  const figures = [
    figure('numerator', numeratorUnit, stated.numerator),
    figure('denominator', denominatorUnit, stated.denominator),
    figure('computed', unit, computed),
    figure('stated', unit, stated.stated),
  ];
  if (!mayBeEqual(computed, stated.stated)) return broken(kind, 'doesNotDivide', figures);
  return holds(kind, figures, kind === 'throughput' ? rateBias(stated, result) : null);
}

/** A rate that divides as it should, and is not what it is taken for. */
function rateBias({ numerator, denominator }: StatedQuotient, result: StatedResult): Bias | null {
  const { unansweredInRate, durationMs, tool } = result;
  const unanswered = numerator.value === 0 ? 0 : (unansweredInRate / numerator.value) * 100;
  if (unanswered >= WORTH_SAYING_PERCENT)
    return { kind: 'unansweredInRate', percent: unanswered, bound: null };
  // vegeta's is of what it sent, while it sent.
  if (durationMs === null || tool === 'vegeta' || !isSurelyAbove(durationMs, denominator)) return null;
  const percent = (1 - denominator.value / durationMs.value) * 100;
  return percent < WORTH_SAYING_PERCENT ? null : { kind: 'rateOverLess', percent, bound: null };
}
