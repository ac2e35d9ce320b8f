import type { WriteStream } from 'node:tty';

type Output = NodeJS.WriteStream | WriteStream;

/** Whether to colour what goes to a stream: only for people, and not when NO_COLOR says so (no-color.org). */
export function wantsColor(stream: Output): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true;
  return stream.isTTY && TERM !== 'dumb';
}

/** Whether a line on this stream can be drawn over. */
export function isLive(stream: Output): boolean {
  return stream.isTTY && process.env['TERM'] !== 'dumb';
}

/** Lines at the bottom of a terminal that are drawn again and again; silent where they cannot be redrawn. */
export class LiveLines {
  readonly #stream: Output;
  #shown = 0;

  constructor(stream: Output) {
    this.#stream = stream;
  }

  show(...lines: readonly string[]): void {
    if (!isLive(this.#stream)) return;
    this.clear();
    const width = (this.#stream.columns || 80) - 1;
    this.#stream.write(lines.map((line) => line.slice(0, width)).join('\n'));
    this.#shown = lines.length;
  }

  clear(): void {
    if (this.#shown > 1) this.#stream.write(`\u001b[${this.#shown - 1}A`);
    if (this.#shown > 0) this.#stream.write('\r\u001b[J');
    this.#shown = 0;
  }
}
