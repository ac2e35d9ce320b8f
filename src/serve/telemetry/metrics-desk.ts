import type { WorkerReport } from './worker-report.ts';

/** Asks the master for the reports of all workers, and passes each answer to the one who asked. */
export class MetricsDesk {
  readonly #waiting = new Map<number, (reports: readonly WorkerReport[]) => void>();
  readonly #send: (id: number) => void;
  #lastId = 0;

  /** @param send takes the question to the master */
  constructor(send: (id: number) => void) {
    this.#send = send;
  }

  /** Waits for as long as it takes: without its master a worker ends. */
  ask(): Promise<readonly WorkerReport[]> {
    const { promise, resolve } = Promise.withResolvers<readonly WorkerReport[]>();
    const id = ++this.#lastId;
    this.#waiting.set(id, resolve);
    this.#send(id);
    return promise;
  }

  heard(id: number, reports: readonly WorkerReport[]): void {
    this.#waiting.get(id)?.(reports);
    this.#waiting.delete(id);
  }
}
