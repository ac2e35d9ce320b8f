/** A generator thread's message to the main one: what a failure's number stands for. */
export interface FailureKindMessage {
  type: 'failureKind';
  index: number;
  kind: string;
}

/** Numbers the kinds of failure that a generator thread has seen, since only numbers go through a sample ring. */
export class FailureKinds {
  readonly #indices = new Map<string, number>();
  readonly #tell: (message: FailureKindMessage) => void;

  /** @param tell is told of each new kind, once */
  constructor(tell: (message: FailureKindMessage) => void) {
    this.#tell = tell;
  }

  indexOf(kind: string): number {
    const known = this.#indices.get(kind);
    if (known !== undefined) return known;
    const index = this.#indices.size;
    this.#indices.set(kind, index);
    this.#tell({ type: 'failureKind', index, kind });
    return index;
  }
}
