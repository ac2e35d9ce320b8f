import type { Check } from './check.ts';
import { connectionTime } from './checks/connection-time.ts';
import { conservation } from './checks/conservation.ts';
import { emptySample } from './checks/empty-sample.ts';
import { meanAndQuantiles } from './checks/mean-and-quantiles.ts';
import { order } from './checks/order.ts';
import { quotients } from './checks/quotients.ts';
import { responseTime } from './checks/response-time.ts';
import { sameCounts } from './checks/same-counts.ts';
import { spread } from './checks/spread.ts';
import { tail } from './checks/tail.ts';
import type { StatedResult } from './stated-result.ts';

/** Version of the form that `audit --json` writes; a change that breaks readers raises it. */
export const AUDIT_SCHEMA = 'loadstone.audit/1';

/** A result and every law it was held against. */
export interface AuditedResult {
  /** The file, or the plan. */
  readonly source: string;
  readonly result: StatedResult;
  readonly checks: readonly Check[];
}

export function auditResult(result: StatedResult, source: string): AuditedResult {
  return {
    source,
    result,
    checks: [
      connectionTime(result),
      responseTime(result),
      ...quotients(result),
      ...sameCounts(result),
      conservation(result),
      emptySample(result),
      order(result),
      spread(result),
      meanAndQuantiles(result),
      tail(result),
    ],
  };
}

/** Whether a law is broken anywhere. */
export const hasBrokenLaw = (audited: readonly AuditedResult[]): boolean =>
  audited.some(({ checks }) => checks.some(({ state }) => state === 'broken'));
