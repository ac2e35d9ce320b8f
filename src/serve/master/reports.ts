import type { Milliseconds } from '../../units.ts';
import type { WorkerReport } from '../telemetry/worker-report.ts';
import type { WorkerProcess } from './worker-process.ts';

interface Round {
  readonly owing: Set<WorkerProcess>;
  end(): void;
}

/** What each worker reported last. */
export class Reports {
  readonly #last = new Map<WorkerProcess, WorkerReport>();
  readonly #rounds = new Set<Round>();

  heard(worker: WorkerProcess, report: WorkerReport): void {
    this.#last.set(worker, report);
    this.#answered(worker);
  }

  gone(worker: WorkerProcess): void {
    this.#last.delete(worker);
    this.#answered(worker);
  }

  /** Asks these workers, and resolves with the last report of each when all have answered or the time is over. */
  async collect(workers: readonly WorkerProcess[], within: Milliseconds): Promise<WorkerReport[]> {
    if (workers.length > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const round: Round = { owing: new Set(workers), end: resolve };
      this.#rounds.add(round);
      const timer = setTimeout(resolve, within);
      for (const worker of workers) worker.ping();
      await promise;
      clearTimeout(timer);
      this.#rounds.delete(round);
    }
    return workers.flatMap((worker) => this.#last.get(worker) ?? []);
  }

  #answered(worker: WorkerProcess): void {
    for (const round of this.#rounds) {
      round.owing.delete(worker);
      if (round.owing.size === 0) round.end();
    }
  }
}
