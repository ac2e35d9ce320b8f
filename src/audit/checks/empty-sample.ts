import { broken, figure, holds, type Check } from '../check.ts';
import { exact } from '../stated-figure.ts';
import type { StatedResult } from '../stated-result.ts';

/** Without a response there is no response time: a mean of `0.00us` and a share of `-nan%` are figures of nothing. */
export function emptySample({ latency }: StatedResult): Check {
  const stated = latency?.meanMs ?? latency?.maxMs ?? null;
  if (latency?.count !== 0 || stated === null) return holds('emptySample');
  return broken('emptySample', 'figuresOfNothing', [
    figure('responses', 'requests', exact(0)),
    figure('stated', 'ms', stated),
  ]);
}
