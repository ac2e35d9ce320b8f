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

/** A line at the bottom of a terminal that is drawn again and again; silent where lines cannot be redrawn. */
export class StatusLine {
  readonly #stream: Output;
  #shown = false;

  constructor(stream: Output) {
    this.#stream = stream;
  }

  show(text: string): void {
    if (!isLive(this.#stream)) return;
    const width = (this.#stream.columns || 80) - 1;
    this.#stream.write(`\r\u001b[2K${text.slice(0, width)}`);
    this.#shown = true;
  }

  clear(): void {
    if (this.#shown) this.#stream.write('\r\u001b[2K');
    this.#shown = false;
  }
}
