/** How many requests a worker answers before it asks, once, to be replaced. Hot: counted a request. */
export class Lifetime {
  readonly #over: () => void;
  #left = Infinity;

  constructor(over: () => void) {
    this.#over = over;
  }

  /** Counts from here on; without a number it never ends. */
  begin(requests = Infinity): void {
    this.#left = requests;
  }

  answered(): void {
    this.#left -= 1;
    if (this.#left === 0) this.#over();
  }
}
