import type { TrialRecord } from './trial-record.ts';
import type { Nanoseconds } from '../units.ts';

/**
 * The rates that wrk calls Req/Sec. wrk takes a sample only when something completed since the last one, over
 * the time since then, and cuts it to a whole number; so a thread whose 25 responses come every 10 s reports 2.
 */
export class RateSamples {
  readonly rates: number[] = [];
  #since: Nanoseconds;
  #completed = 0;

  constructor(startedAt: Nanoseconds) {
    this.#since = startedAt;
  }

  /** @param completed how many have completed since the trial began */
  sample(now: Nanoseconds, completed: number): void {
    const elapsedMs = Math.floor((now - this.#since) / 1e6);
    if (completed === this.#completed || elapsedMs === 0) return;
    this.rates.push(Math.floor(((completed - this.#completed) / elapsedMs) * 1000));
    this.#completed = completed;
    this.#since = now;
  }
}

/** Summarises rates, in requests/s; all null when there is none. */
export function summariseRates(rates: readonly number[]): TrialRecord['requestsPerSecondPerThread'] {
  if (rates.length === 0) return { mean: null, stdev: null, max: null, withinStdevPercent: null };
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const squares = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0);
  const stdev = rates.length === 1 ? 0 : Math.sqrt(squares / (rates.length - 1));
  const within = rates.filter((rate) => Math.abs(rate - mean) <= stdev).length;
  return { mean, stdev, max: Math.max(...rates), withinStdevPercent: (within / rates.length) * 100 };
}
