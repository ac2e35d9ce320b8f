import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const KEPT_LINES = 20;

/** The last lines a server wrote, to be shown when it fails. */
export class OutputTail {
  readonly #lines: string[] = [];

  constructor(...streams: readonly (Readable | null)[]) {
    for (const stream of streams) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        this.#lines.push(line);
        if (this.#lines.length > KEPT_LINES) this.#lines.shift();
      });
    }
  }

  /** As the end of a sentence: `; it said: …`, or nothing when it was silent. */
  asClause(): string {
    return this.#lines.length === 0 ? '' : `; it said: ${this.#lines.join(' | ')}`;
  }
}
