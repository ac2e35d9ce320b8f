import { Worker } from 'node:worker_threads';
import { entryFile } from '../entry-file.ts';
import type { FromGeneratorThread, GeneratorThreadTask, ThreadResult } from './generator-thread-task.ts';
import type { Wake } from './transport/linux/wake.ts';

/** A generator thread as the main thread sees it; it starts with this. */
export class GeneratorThreadHandle {
  readonly #worker: Worker;
  readonly #wake: Wake | undefined;
  /** Resolves when the thread has loaded its code, and waits to be told to open its connections. */
  readonly loaded: Promise<void>;
  /** Resolves when the thread's connections are open. */
  readonly ready: Promise<void>;
  /** Resolves with what the thread recorded. */
  readonly finished: Promise<ThreadResult>;

  /**
   * @param wake what ends its waiting in a system call, where it does so; closed with the thread
   * @param onFailureKind hears what the numbers in its raw samples stand for
   */
  constructor(
    task: GeneratorThreadTask,
    wake: Wake | undefined,
    onFailureKind: (index: number, kind: string) => void,
  ) {
    this.#wake = wake;
    this.#worker = new Worker(entryFile(import.meta.url, './generator-thread'), {
      workerData: wake === undefined ? task : { ...task, wakeFd: wake.fd },
      name: 'generator thread',
    });
    const loaded = Promise.withResolvers<void>();
    const ready = Promise.withResolvers<void>();
    const finished = Promise.withResolvers<ThreadResult>();
    this.loaded = loaded.promise;
    this.ready = ready.promise;
    this.finished = finished.promise;
    this.#worker.on('message', (message: FromGeneratorThread) => {
      switch (message.type) {
        case 'loaded':
          loaded.resolve();
          break;
        case 'ready':
          ready.resolve();
          break;
        case 'failureKind':
          onFailureKind(message.index, message.kind);
          break;
        case 'finished':
          finished.resolve(message.result);
          break;
      }
    });
    const broken = (error: Error): void => {
      loaded.reject(error);
      ready.reject(error);
      finished.reject(error);
    };
    this.#worker.on('error', broken);
    this.#worker.on('exit', (code) => broken(new Error(`a generator thread ended early with code ${code}`)));
    // Awaited later; until then a rejection must not count as unhandled.
    this.loaded.catch(() => {});
    this.ready.catch(() => {});
    this.finished.catch(() => {});
  }

  /** Makes it look at what it has been told. */
  wake(): void {
    this.#wake?.wake();
  }

  async end(): Promise<void> {
    const ended = this.#worker.terminate();
    // It ends once it is out of its system call.
    this.#wake?.wake();
    await ended;
    this.#wake?.close();
  }
}
