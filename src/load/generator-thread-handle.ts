import { Worker } from 'node:worker_threads';
import { entryFile } from '../entry-file.ts';
import type { FromGeneratorThread, GeneratorThreadTask, ThreadResult } from './generator-thread-task.ts';

/** A generator thread as the main thread sees it; it starts with this. */
export class GeneratorThreadHandle {
  readonly #worker: Worker;
  /** Resolves when the thread's connections are open. */
  readonly ready: Promise<void>;
  /** Resolves with what the thread recorded. */
  readonly finished: Promise<ThreadResult>;

  constructor(task: GeneratorThreadTask) {
    this.#worker = new Worker(entryFile(import.meta.url, './generator-thread'), {
      workerData: task,
      name: 'generator thread',
    });
    const ready = Promise.withResolvers<void>();
    const finished = Promise.withResolvers<ThreadResult>();
    this.ready = ready.promise;
    this.finished = finished.promise;
    this.#worker.on('message', (message: FromGeneratorThread) => {
      if (message.type === 'ready') ready.resolve();
      else finished.resolve(message.result);
    });
    const broken = (error: Error): void => {
      ready.reject(error);
      finished.reject(error);
    };
    this.#worker.on('error', broken);
    this.#worker.on('exit', (code) => broken(new Error(`a generator thread ended early with code ${code}`)));
    // Awaited later; until then a rejection must not count as unhandled.
    this.ready.catch(() => {});
    this.finished.catch(() => {});
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
