/** A fixed number of slots and one line of those who wait for one, served strictly first come first served. */
export class Slots {
  #free: number;
  // A linked line: Array.shift moves every element once the line is long.
  #head: Waiting | undefined;
  #tail: Waiting | undefined;

  constructor(count: number) {
    this.#free = count;
  }

  /** Runs the work once it holds a slot and gives the slot to the next in line when the work has ended. */
  async use<Result>(work: () => Promise<Result>): Promise<Result> {
    // Whoever leaves hands the slot straight to the head of the line, so a newcomer never finds one free
    // while others wait.
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#join({ enter: resolve, next: undefined }));
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  #join(waiting: Waiting): void {
    if (this.#tail === undefined) this.#head = waiting;
    else this.#tail.next = waiting;
    this.#tail = waiting;
  }

  #leave(): void {
    const first = this.#head;
    if (first === undefined) {
      this.#free += 1;
      return;
    }
    this.#head = first.next;
    if (this.#head === undefined) this.#tail = undefined;
    first.enter();
  }
}

interface Waiting {
  readonly enter: () => void;
  next: Waiting | undefined;
}
