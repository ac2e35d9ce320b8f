import type { LiveRun } from '../../samples/live-run.ts';
import type { RunStore } from '../../store/run-store.ts';

/**
 * A changed run is written so often at most. A write was seen to take 0.2 ms of the main thread, with one trial that goes on as
 * with eight, and 10 to 30 ms once in some hundred, when SQLite moves its log into the file; no generator thread waits for it.
 */
const WRITTEN_EVERY_MS = 500;
/** A run of which nothing is heard is written so often, as a sign of life. */
const SIGN_OF_LIFE_MS = 2_000;
/** Several loads that go on at once tell of themselves more often than anybody can read. */
const TOLD_EVERY_MS = 80;

/** Makes of what a run or a sweep tells how far it has come. */
export interface LiveFold<Event> {
  /** @param now in ms of the clock of `performance.now()`, as that of `read` */
  take(event: Event, now: number): void;
  read(now: number, at: Date): LiveRun;
}

/** Whose progress is kept, and who is told. */
export interface LiveKeeperOptions<Event> {
  readonly runId: string;
  readonly store: RunStore;
  readonly fold: LiveFold<Event>;
  readonly onLive: (live: LiveRun) => void;
}

/**
 * Keeps how far a run has come in the store, for whoever reads it meanwhile, and tells a listener. It never spoils the run:
 * where the store cannot be written, it says nothing.
 */
export class LiveKeeper<Event> {
  readonly #options: LiveKeeperOptions<Event>;
  readonly #timer: NodeJS.Timeout;
  #isBegun = false;
  #hasChanged = false;
  #writtenAt = -Infinity;
  #toldAt = -Infinity;

  /** The run has to be in the store. */
  constructor(options: LiveKeeperOptions<Event>) {
    this.#options = options;
    this.#timer = setInterval(() => this.#tick(), WRITTEN_EVERY_MS);
    this.#timer.unref();
  }

  /** @param isOneOfMany another will follow soon, so that this one need not be told */
  take(event: Event, isOneOfMany: boolean): void {
    const now = performance.now();
    this.#options.fold.take(event, now);
    this.#hasChanged = true;
    // Whoever looks for it finds it from the beginning.
    if (!this.#isBegun) this.#write();
    this.#isBegun = true;
    if (!isOneOfMany || now - this.#toldAt >= TOLD_EVERY_MS) this.#tell();
  }

  /** The run is over. */
  end(): void {
    clearInterval(this.#timer);
    try {
      this.#options.store.removeLive(this.#options.runId);
    } catch {
      // Whoever reads it judges by its age, as after a crash.
    }
  }

  #tick(): void {
    if (this.#hasChanged || performance.now() - this.#writtenAt >= SIGN_OF_LIFE_MS) this.#write();
    this.#tell();
  }

  #write(): void {
    const { store, runId } = this.#options;
    try {
      store.saveLive(runId, this.#read());
      this.#writtenAt = performance.now();
      this.#hasChanged = false;
    } catch {
      // Somebody else holds the store: the next one will do.
    }
  }

  #tell(): void {
    this.#toldAt = performance.now();
    this.#options.onLive(this.#read());
  }

  #read(): LiveRun {
    return this.#options.fold.read(performance.now(), new Date());
  }
}
