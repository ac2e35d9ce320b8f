import { open, type FileHandle } from 'node:fs/promises';
import { extname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf, UserError } from '../../errors.ts';
import type { Nanoseconds } from '../../units.ts';
import type { MeasurementWindow } from '../measurement-window.ts';
import { RowBuffer } from './row-buffer.ts';
import { SampleDrain } from './sample-drain.ts';
import { CSV, NDJSON, ROW_BYTES, SampleRows, type SampleFormat } from './sample-rows.ts';
import { blankSample, IN_FLIGHT_AT_END, type InFlightSample, type Sample } from './sample.ts';

/** The forms that samples are written in, by the ending of the file's name. */
const FORMATS: ReadonlyMap<string, SampleFormat> = new Map([
  ['.ndjson', NDJSON],
  ['.jsonl', NDJSON],
  ['.csv', CSV],
]);

/** Written at once: about a thousand rows, a millisecond of the main thread's time. */
const BUFFER_BYTES = 262_144;
/** How long the rings are left alone once they are empty. */
const REST_MS = 20;

/** How the load that was sampled ended. */
export interface SampledEnd {
  windowEnd: Nanoseconds;
  /** Of each thread, its requests in flight. */
  inFlight: readonly (readonly InFlightSample[])[];
}

/** What became of the samples. */
export interface WrittenSamples {
  written: number;
  /** Not in the file: the rings were full, or it could not be written. */
  dropped: number;
}

/**
 * The file of a load's samples. It takes them out of the threads' rings and writes them, one buffer after the other:
 * while the disk is behind nothing is taken, so memory does not grow, and what the rings cannot hold is dropped.
 */
export class SamplesFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #format: SampleFormat;
  readonly #buffer = new RowBuffer(BUFFER_BYTES);
  readonly #rows: SampleRows;
  readonly #ending = new AbortController();
  #drain = new SampleDrain([]);
  #drained: Promise<void> | undefined;
  #windowStart: Nanoseconds | undefined;
  /** Rows in the buffer. */
  #pending = 0;
  #written = 0;
  #lost = 0;
  #problem: UserError | undefined;

  private constructor(path: string, file: FileHandle, format: SampleFormat) {
    this.#path = path;
    this.#file = file;
    this.#format = format;
    this.#rows = new SampleRows(format, this.#buffer);
    this.#buffer.put(format.header);
  }

  /**
   * Opens the file, before there is a load that would be in vain; what is in it stays until the load begins.
   * @throws {UserError} when its ending is not known, or it cannot be written
   */
  static async open(path: string): Promise<SamplesFile> {
    const where = `--samples ${path}`;
    const format = FORMATS.get(extname(path).toLowerCase());
    if (format === undefined)
      throw new UserError({
        what: `the ending of a file's name says how samples are written, and ${extname(path) || 'none'} is not known`,
        where,
        remedy: `Name a file that ends in ${[...FORMATS.keys()].join(', ')}`,
      });
    try {
      return new SamplesFile(path, await open(path, 'a'), format);
    } catch (error) {
      throw new UserError({
        what: `the samples cannot be written: ${messageOf(error)}`,
        where,
        remedy: 'Name a file in a folder that exists and that you may write to',
        cause: error,
      });
    }
  }

  /**
   * Begins to write what the generator threads push.
   * @param rings the memory of each thread's ring
   */
  begin(window: MeasurementWindow, rings: readonly SharedArrayBuffer[]): void {
    this.#drain = new SampleDrain(rings);
    this.#drained = this.#drainUntilEnd(window);
  }

  /** Says what a number of a thread stands for, as its `FailureKindMessage` does. */
  learnFailureKind(thread: number, index: number, kind: string): void {
    this.#drain.learnFailureKind(thread, index, this.#format.quote(kind));
  }

  /** Writes what is left and closes the file, after the threads have pushed and told all. */
  async finish(end: SampledEnd): Promise<WrittenSamples> {
    this.#ending.abort();
    await this.#drained;
    await this.#putInFlight(end);
    await this.#write();
    await this.close();
    return {
      written: this.#written,
      dropped: this.#drain.missed + this.#lost,
    };
  }

  /** Why the file is not whole; undefined where it is. */
  get problem(): UserError | undefined {
    return this.#problem;
  }

  /** Lets the file go as it is; does nothing when it is closed. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#drained;
    await this.#file.close().catch((error: unknown) => this.#noteProblem(error));
  }

  /** Goes on until it has looked into the rings after the end, or the file cannot be written. */
  async #drainUntilEnd(window: MeasurementWindow): Promise<void> {
    // What is no regular file has nothing to be emptied of.
    await this.#file.truncate(0).catch(() => {});
    while (this.#problem === undefined) {
      const ending = this.#ending.signal.aborted;
      this.#windowStart ??= window.startsAt;
      const emptied = this.#windowStart === undefined || this.#fill(this.#windowStart);
      if (this.#pending > 0) await this.#write();
      if (!emptied) continue;
      if (ending) return;
      await delay(REST_MS, undefined, { signal: this.#ending.signal }).catch(() => {});
    }
  }

  /** Fills the buffer from the rings. @returns whether there was room for all */
  #fill(windowStart: Nanoseconds): boolean {
    return this.#drain.drain((sample, thread, failure) => {
      if (this.#buffer.room < ROW_BYTES + (failure?.length ?? 0)) return false;
      this.#rows.put(sample, thread, failure, windowStart);
      this.#pending++;
      return true;
    });
  }

  async #putInFlight({ windowEnd, inFlight }: SampledEnd): Promise<void> {
    const windowStart = this.#windowStart ?? windowEnd;
    const sample: Sample = { ...blankSample(), outcome: IN_FLIGHT_AT_END };
    for (const [thread, requests] of inFlight.entries())
      for (const request of requests) {
        if (this.#buffer.room < ROW_BYTES) await this.#write();
        this.#rows.put(Object.assign(sample, request), thread, undefined, windowStart, windowEnd);
        this.#pending++;
      }
  }

  /** Writes the buffer out; where that fails its rows are lost, and all that come after. */
  async #write(): Promise<void> {
    try {
      if (this.#problem === undefined) await this.#file.writeFile(this.#buffer.text);
    } catch (error) {
      this.#noteProblem(error);
    }
    if (this.#problem === undefined) this.#written += this.#pending;
    else this.#lost += this.#pending;
    this.#pending = 0;
    this.#buffer.clear();
  }

  #noteProblem(error: unknown): void {
    this.#problem ??= new UserError({
      what: `the samples could not be written: ${messageOf(error)}`,
      where: `--samples ${this.#path}`,
      exitCode: 1,
      cause: error,
    });
  }
}
