import type { ThreadReading } from './proc/thread-reading.ts';
import type { ThreadDetail } from './reading.ts';

/** Adds up what the threads of a process have done; a thread that ends takes its own figures with it. */
export class ThreadTotals {
  #before = new Map<number, ThreadReading>();
  #waitingNs = 0;
  #voluntary = 0;
  #involuntary = 0;
  /** Of each thread that is no helper, whether it is there still or not, its voluntary switches since the process was first seen. */
  readonly #switches = new Map<number, number>();
  #isFirst = true;

  /** @param threads all of the process, as they are now */
  add(threads: readonly ThreadReading[]): ThreadDetail {
    const states = { running: 0, sleeping: 0, blocked: 0, other: 0 };
    for (const thread of threads) {
      states[stateName(thread.state)] += 1;
      const before = this.#before.get(thread.tid);
      // One that has done less than before is another with the same number.
      const isSame = before !== undefined && before.runningNs <= thread.runningNs;
      this.#waitingNs += thread.waitingNs - (isSame ? before.waitingNs : 0);
      const voluntary = thread.voluntarySwitches - (isSame ? before.voluntarySwitches : 0);
      this.#voluntary += voluntary;
      // What it did before it was first seen is its own affair, unless it came later.
      if (!thread.isHelper && (isSame || !this.#isFirst))
        this.#switches.set(thread.tid, (this.#switches.get(thread.tid) ?? 0) + voluntary);
      this.#involuntary += thread.involuntarySwitches - (isSame ? before.involuntarySwitches : 0);
    }
    this.#isFirst = false;
    this.#before = new Map(threads.map((thread) => [thread.tid, thread]));
    return {
      ...states,
      switchesOfEach: [...this.#switches.values()],
      waitingMs: this.#waitingNs / 1e6,
      voluntarySwitches: this.#voluntary,
      involuntarySwitches: this.#involuntary,
    };
  }
}

function stateName(letter: string): 'running' | 'sleeping' | 'blocked' | 'other' {
  if (letter === 'R') return 'running';
  if (letter === 'S') return 'sleeping';
  return letter === 'D' ? 'blocked' : 'other';
}
