/**
 * How many requests a worker answers before it asks to be replaced. It goes on until it is, and asks again after each
 * tenth of that number: its successor may not have become ready. Hot: counted a request.
 */
export class Lifetime {
  readonly #over: () => void;
  #left = Infinity;
  #again = Infinity;

  constructor(over: () => void) {
    this.#over = over;
  }

  /** Counts from here on; without a number it never ends. */
  begin(requests = Infinity): void {
    this.#left = requests;
    this.#again = Math.ceil(requests / 10);
  }

  answered(): void {
    this.#left -= 1;
    if (this.#left > 0) return;
    this.#left = this.#again;
    this.#over();
  }
}
