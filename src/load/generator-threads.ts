import { setTimeout as delay } from 'node:timers/promises';
import type { LoadSettings } from '../plan/load-settings.ts';
import { milliseconds, millisecondsToNanoseconds, type Milliseconds } from '../units.ts';
import { GeneratorThreadHandle } from './generator-thread-handle.ts';
import type { ThreadResult } from './generator-thread-task.ts';
import type { LoadOrder } from './load-order.ts';
import { leadOf, MeasurementWindow } from './measurement-window.ts';
import type { SamplesFile } from './raw-samples/samples-file.ts';
import { RequestBudget } from './request-budget.ts';
import { ThreadControl } from './thread-control.ts';
import { sumCounters, ThreadCounters, type CounterValues } from './thread-counters.ts';
import { threadTasks, type SharedTask } from './thread-tasks.ts';
import { isNative, type TransportName } from './transport/choose-transport.ts';
import type { Wake } from './transport/linux/wake.ts';

/** What has been found out for a load, the same for all its threads. */
export type FoundForLoad = Pick<SharedTask, 'transport' | 'stamps' | 'endpoint' | 'tls'>;

/** The generator threads of a load, as one: they share memory, and are told what to do by it. */
export class GeneratorThreads {
  readonly window: MeasurementWindow;
  readonly #control: ThreadControl;
  readonly #counters: ThreadCounters[];
  readonly #threads: GeneratorThreadHandle[];
  readonly #restConnected: Milliseconds;

  private constructor(
    order: LoadOrder,
    found: FoundForLoad,
    samples: SamplesFile | undefined,
    createWake: (() => Wake) | undefined,
  ) {
    const { settings } = order;
    this.#restConnected = order.restConnected ?? milliseconds(0);
    const memory = sharedMemory(settings);
    const tasks = threadTasks(order, { ...found, ...memory, sampled: samples !== undefined });
    const duration = millisecondsToNanoseconds(settings.duration);
    this.window = new MeasurementWindow(duration, leadOf(settings), memory.window);
    this.#control = new ThreadControl(memory.control);
    this.#counters = tasks.map((task) => new ThreadCounters(task.counters));
    this.#threads = tasks.map(
      (task, thread) =>
        new GeneratorThreadHandle(task, createWake?.(), (index, kind) =>
          samples?.learnFailureKind(thread, index, kind),
        ),
    );
    samples?.begin(
      this.window,
      tasks.flatMap((task) => task.samples ?? []),
    );
  }

  /** Starts them; they load their code and wait. */
  static async start(
    order: LoadOrder,
    found: FoundForLoad,
    samples: SamplesFile | undefined,
  ): Promise<GeneratorThreads> {
    return new GeneratorThreads(order, found, samples, await wakeMaker(found.transport));
  }

  /** Lets them connect, then go, all at once. @returns what each recorded, when all have ended */
  async run(): Promise<ThreadResult[]> {
    // Sockets may take every file that the process may open: no thread opens one while another still reads its code.
    await Promise.all(this.#threads.map((thread) => thread.loaded));
    this.#control.connect();
    await Promise.all(this.#threads.map((thread) => thread.ready));
    if (this.#restConnected > 0) await delay(this.#restConnected);
    this.#control.go();
    this.#wake();
    return Promise.all(this.#threads.map((thread) => thread.finished));
  }

  /** Ends the window now. */
  stop(): void {
    this.window.stop();
    this.#control.stop();
    this.#wake();
  }

  get counters(): CounterValues {
    return sumCounters(this.#counters);
  }

  /** Ends the threads, whatever they are at. */
  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }

  #wake(): void {
    for (const thread of this.#threads) thread.wake();
  }
}

function sharedMemory({ requests }: LoadSettings): Pick<SharedTask, 'window' | 'control' | 'budget'> {
  return {
    window: MeasurementWindow.createMemory(),
    control: ThreadControl.createMemory(),
    budget: requests === undefined ? undefined : RequestBudget.createMemory(requests),
  };
}

/** A thread that waits in a system call has to be woken; koffi, which that takes, is not there on every platform. */
async function wakeMaker(transport: TransportName): Promise<(() => Wake) | undefined> {
  if (!isNative(transport)) return undefined;
  const { Wake } = await import('./transport/linux/wake.ts');
  return () => new Wake();
}
