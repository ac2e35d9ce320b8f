import { SampleRing } from './sample-ring.ts';
import { NO_FAILURE, type Sample } from './sample.ts';

/** One generator thread, as far as its samples go. */
interface SampledThread {
  ring: SampleRing;
  /** Kinds of failure by their numbers, as they are written. */
  failures: Map<number, Uint8Array>;
}

/** Takes a sample, or returns false where there is no room for it. */
export type TakeSample = (
  sample: Readonly<Sample>,
  thread: number,
  failure: Uint8Array | undefined,
) => boolean;

/** Takes samples out of the rings of all threads: each thread's in their order, the threads in turn. */
export class SampleDrain {
  readonly #threads: SampledThread[];
  /** The thread that is drained first the next time. */
  #turn = 0;

  /** @param rings the memory of each thread's ring */
  constructor(rings: readonly SharedArrayBuffer[]) {
    this.#threads = rings.map((memory) => ({ ring: new SampleRing(memory), failures: new Map() }));
  }

  /** Says what a number of a thread stands for. */
  learnFailureKind(thread: number, index: number, kind: Uint8Array): void {
    this.#threads[thread]?.failures.set(index, kind);
  }

  /**
   * Hands out what is there. A sample can overtake the message that says what its failure was: it then waits for it,
   * and all of its thread with it.
   * @returns whether there was room for all
   */
  drain(take: TakeSample): boolean {
    for (let count = 0; count < this.#threads.length; count++) {
      const turn = this.#turn;
      this.#turn = (turn + 1) % this.#threads.length;
      if (!this.#drainThread(turn, take)) return false;
    }
    return true;
  }

  /** How many samples found no room in their rings, or are still in them. */
  get missed(): number {
    return this.#threads.reduce((sum, { ring }) => sum + ring.dropped + ring.waiting, 0);
  }

  #drainThread(index: number, take: TakeSample): boolean {
    const thread = this.#threads[index];
    let room = true;
    thread?.ring.drain((sample) => {
      const failure = thread.failures.get(sample.failure);
      if (failure === undefined && sample.failure !== NO_FAILURE) return false;
      room = take(sample, index, failure);
      return room;
    });
    return room;
  }
}
