const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Interrupt = keyof typeof EXIT_CODES;

/** Ctrl-C and its like: the first asks the work to end cleanly, a second ends the process at once. */
export class InterruptSignal {
  readonly #controller = new AbortController();
  #received: Interrupt | undefined;

  constructor() {
    for (const name of Object.keys(EXIT_CODES) as Interrupt[]) process.on(name, this.#onSignal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What the process should exit with; undefined when it was not interrupted. */
  get exitCode(): number | undefined {
    return this.#received === undefined ? undefined : EXIT_CODES[this.#received];
  }

  /** Gives the signals back their usual effect. */
  release(): void {
    for (const name of Object.keys(EXIT_CODES) as Interrupt[]) process.off(name, this.#onSignal);
  }

  readonly #onSignal = (name: NodeJS.Signals): void => {
    if (this.#received !== undefined) process.exit(EXIT_CODES[this.#received]);
    this.#received = name as Interrupt;
    this.#controller.abort();
  };
}
