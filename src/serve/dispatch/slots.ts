/**
 * A fixed number of slots and one line of those who wait for one, served strictly first come first served: whoever
 * leaves hands the slot straight to the head of the line, so a newcomer never finds one free while others wait.
 */
export class Slots<Visitor> {
  #free: number;
  // A linked line: Array.shift moves every element once the line is long.
  #head: Place<Visitor> | undefined;
  #tail: Place<Visitor> | undefined;

  constructor(count: number) {
    this.#free = count;
  }

  /** @returns whether the visitor has a slot; if not, it stands in line */
  enter(visitor: Visitor): boolean {
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    const place = { visitor, next: undefined };
    if (this.#tail === undefined) this.#head = place;
    else this.#tail.next = place;
    this.#tail = place;
    return false;
  }

  /** Gives a slot back. @returns who has it now; undefined when nobody waited */
  leave(): Visitor | undefined {
    const first = this.#head;
    if (first === undefined) {
      this.#free += 1;
      return undefined;
    }
    this.#head = first.next;
    if (this.#head === undefined) this.#tail = undefined;
    return first.visitor;
  }
}

interface Place<Visitor> {
  readonly visitor: Visitor;
  next: Place<Visitor> | undefined;
}
