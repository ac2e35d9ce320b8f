import { noteEveryMs } from '../report/live/live-note.ts';
import type { Look } from '../report/live/load-lines.ts';
import { isLive, LiveLines, lineColumns, wantsColor } from './terminal.ts';

/** How something that goes on can be shown. */
export interface Shown {
  /** For a terminal, which draws them over the last ones. */
  readonly lines: (look: Look) => readonly string[];
  /** For a log, which is told now and then; undefined where there is nothing to tell. */
  readonly note: () => string | undefined;
  /** How long what goes on takes; null where that is not known. */
  readonly durationsMs: readonly (number | null)[];
}

/** Where progress goes: to lines that are drawn again and again where the stream is a terminal, now and then to one that stays elsewhere. */
export class ProgressOutput {
  readonly #stream: NodeJS.WriteStream;
  readonly #isPlain: boolean;
  readonly #lines: LiveLines;
  readonly #now: () => number;
  #saidAt: number;

  /** @param now tells the time in ms */
  constructor(
    stream: NodeJS.WriteStream,
    { plain = false }: { readonly plain?: boolean } = {},
    now = (): number => performance.now(),
  ) {
    this.#stream = stream;
    this.#isPlain = plain || !isLive(stream);
    this.#lines = new LiveLines(stream);
    this.#now = now;
    this.#saidAt = now();
  }

  /** Writes a line that stays. */
  say(text: string): void {
    this.#saidAt = this.#now();
    this.#lines.say(text);
  }

  show({ lines, note, durationsMs }: Shown): void {
    if (!this.#isPlain) {
      const look = { width: lineColumns(this.#stream), color: wantsColor(this.#stream) };
      this.#lines.show(lines(look));
      return;
    }
    if (this.#now() - this.#saidAt < noteEveryMs(durationsMs)) return;
    const text = note();
    if (text !== undefined) this.say(text);
  }

  clear(): void {
    this.#lines.clear();
  }
}
