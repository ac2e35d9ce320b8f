import type { WriteStream } from 'node:tty';
import { isDeepStrictEqual, stripVTControlCharacters } from 'node:util';
import { columnsOf } from '../report/live/fitted-line.ts';

type Output = NodeJS.WriteStream | WriteStream;

/** What the command line says of how things are to look. */
interface Wanted {
  /** Nothing but lines of text. */
  readonly plain?: boolean | undefined;
}

/** Whether to colour what goes to a stream: only for people, and not when NO_COLOR says so (no-color.org). */
export function wantsColor(stream: Output, { plain = false }: Wanted = {}): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (plain || (NO_COLOR !== undefined && NO_COLOR !== '')) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true;
  return stream.isTTY && TERM !== 'dumb';
}

/** Whether a line on this stream can be drawn over. */
export function isLive(stream: Output): boolean {
  return stream.isTTY && process.env['TERM'] !== 'dumb';
}

/** Columns of a terminal that does not say how many it has. */
const USUAL_COLUMNS = 80;

/** How many columns a line may take: in the last one, some terminals begin the next line. */
export const lineColumns = (stream: Output): number => (stream.columns || USUAL_COLUMNS) - 1;

/** Moves the cursor up so many rows. */
const up = (rows: number): string => (rows > 0 ? `\u001b[${rows}A` : '');
const ERASE_REST_OF_LINE = '\u001b[K';
const ERASE_BELOW = '\u001b[J';

/**
 * Lines at the bottom of a terminal that are drawn again and again, each over what stood there, in one write: nothing is erased that
 * is drawn at once again, so that nothing flickers. No line may be wider than `lineColumns`.
 */
export class LiveLines {
  readonly #stream: Output;
  #shown: readonly string[] = [];

  constructor(stream: Output) {
    this.#stream = stream;
  }

  show(lines: readonly string[]): void {
    // What has scrolled out of the terminal cannot be drawn over.
    const fitting = lines.slice(0, Math.max(1, (this.#stream.rows || Infinity) - 1));
    if (isDeepStrictEqual(fitting, this.#shown)) return;
    if (fitting.length === 0) this.clear();
    else this.#stream.write(`${this.#toFirst()}${fitting.join(`${ERASE_REST_OF_LINE}\n`)}${ERASE_BELOW}`);
    this.#shown = fitting;
  }

  /** Writes text that stays, in place of the lines. */
  say(text: string): void {
    this.#stream.write(`${this.#shown.length === 0 ? '' : `${this.#toFirst()}${ERASE_BELOW}`}${text}\n`);
    this.#shown = [];
  }

  clear(): void {
    if (this.#shown.length > 0) this.#stream.write(`${this.#toFirst()}${ERASE_BELOW}`);
    this.#shown = [];
  }

  /** To the beginning of the first line that is shown. */
  #toFirst(): string {
    if (this.#shown.length === 0) return '';
    return `${up(this.#rowsShown() - 1)}\r`;
  }

  /** A terminal that was made narrower has broken them by now. */
  #rowsShown(): number {
    const columns = this.#stream.columns || USUAL_COLUMNS;
    return this.#shown.reduce((rows, line) => {
      const taken = columnsOf(stripVTControlCharacters(line));
      return rows + Math.max(1, Math.ceil(taken / columns));
    }, 0);
  }
}
