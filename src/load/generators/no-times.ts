import type { ResponseTime } from '../../samples/response-time-schema.ts';

/** No response time is known. */
export const NO_TIMES: ResponseTime = {
  count: 0,
  mean: null,
  stdev: null,
  withinStdevPercent: null,
  min: null,
  max: null,
  p50: null,
  p75: null,
  p90: null,
  p95: null,
  p99: null,
  p999: null,
  beyondMs: null,
};
