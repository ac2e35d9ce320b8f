import { setTimeout as delay } from 'node:timers/promises';
import type { WorkerReport } from '../serve/telemetry/worker-report.ts';
import type { Milliseconds } from '../units.ts';

/** The reports of a server's workers, and whether those that are expected have come. */
export class ReportLog {
  readonly all: WorkerReport[] = [];
  readonly #workers = new Set<number>();
  readonly #rounds = new Set<Round>();

  /** Those that are there now. */
  get workers(): number[] {
    return [...this.#workers];
  }

  /** These workers are there. */
  expect(pids: readonly number[]): void {
    for (const pid of pids) this.#workers.add(pid);
  }

  gone(pid: number): void {
    this.#workers.delete(pid);
    this.#answered(pid);
  }

  add(report: WorkerReport): void {
    this.all.push(report);
    this.#workers.add(report.pid);
    this.#answered(report.pid);
  }

  /** Resolves when each worker there is has reported from now on, or the time is over. */
  async answered(within: Milliseconds): Promise<void> {
    if (this.#workers.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const round: Round = { owing: new Set(this.#workers), end: resolve };
    this.#rounds.add(round);
    const over = new AbortController();
    await Promise.race([promise, delay(within, undefined, { signal: over.signal }).catch(() => undefined)]);
    over.abort();
    this.#rounds.delete(round);
  }

  #answered(pid: number): void {
    for (const { owing, end } of this.#rounds) {
      owing.delete(pid);
      if (owing.size === 0) end();
    }
  }
}

interface Round {
  /** Workers that have not reported yet. */
  readonly owing: Set<number>;
  readonly end: () => void;
}
