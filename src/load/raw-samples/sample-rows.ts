import { nanoseconds, type Nanoseconds } from '../../units.ts';
import type { RowBuffer } from './row-buffer.ts';
import { IN_FLIGHT_AT_END, NEVER, OUTCOMES, type Sample } from './sample.ts';

/** The fields of a sample in a file, in their order. Times are offsets from the start of the window. */
const FIELDS = [
  'startedMs',
  'intendedStartMs',
  'firstByteMs',
  'endMs',
  'responseTimeMs',
  'uncorrectedResponseTimeMs',
  'outcome',
  'status',
  'failure',
  'thread',
  'connection',
  'request',
] as const;

/** Room for a row, apart from its failure: names and numbers at their longest are under 500 bytes. */
export const ROW_BYTES = 512;

/** A form that samples are written in: what stands between the values. */
export interface SampleFormat {
  /** Before the first row. */
  readonly header: Uint8Array;
  /** Before each field of a row. */
  readonly before: readonly Uint8Array[];
  /** After the last field of a row. */
  readonly end: Uint8Array;
  /** In place of a value that there is not. */
  readonly none: Uint8Array;
  readonly outcomes: readonly Uint8Array[];
  /** A text as a value. */
  quote(text: string): Uint8Array;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const jsonText = (text: string): Uint8Array => bytesOf(JSON.stringify(text));
const csvText = (text: string): Uint8Array =>
  bytesOf(/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One JSON object a line. */
export const NDJSON: SampleFormat = {
  header: bytesOf(''),
  before: FIELDS.map((name, index) => bytesOf(`${index === 0 ? '{' : ','}"${name}":`)),
  end: bytesOf('}\n'),
  none: bytesOf('null'),
  outcomes: OUTCOMES.map(jsonText),
  quote: jsonText,
};

/** As RFC 4180 has it, with a header; a value that there is not is empty. */
export const CSV: SampleFormat = {
  header: bytesOf(`${FIELDS.join(',')}\r\n`),
  before: FIELDS.map((_, index) => bytesOf(index === 0 ? '' : ',')),
  end: bytesOf('\r\n'),
  none: bytesOf(''),
  outcomes: OUTCOMES.map(csvText),
  quote: csvText,
};

const NOTHING = bytesOf('');

/** Writes samples as rows of text. */
export class SampleRows {
  readonly #format: SampleFormat;
  readonly #out: RowBuffer;

  constructor(format: SampleFormat, out: RowBuffer) {
    this.#format = format;
    this.#out = out;
  }

  /**
   * Hot: once a sample. A request that was still in flight has no end; its response times are its age at the
   * window's, which they are known to exceed.
   * @param failure the kind of its failure, quoted; undefined when it has not failed
   * @param windowEnd matters to a request that was still in flight
   */
  put(
    sample: Readonly<Sample>,
    thread: number,
    failure: Uint8Array | undefined,
    windowStart: Nanoseconds,
    windowEnd: Nanoseconds = NEVER,
  ): void {
    const { none, outcomes } = this.#format;
    const { startedAt, intendedAt, firstByteAt, endedAt, status } = sample;
    const lastSeenAt = sample.outcome === IN_FLIGHT_AT_END ? windowEnd : endedAt;
    this.#putTime(0, startedAt - windowStart);
    this.#putTime(1, intendedAt - windowStart);
    this.#putTime(2, firstByteAt - windowStart);
    this.#putTime(3, endedAt - windowStart);
    this.#putTime(4, lastSeenAt - intendedAt);
    this.#putTime(5, lastSeenAt - startedAt);
    this.#putText(6, outcomes[sample.outcome] ?? none);
    if (status === 0) this.#putText(7, none);
    else this.#putCount(7, status);
    this.#putText(8, failure ?? none);
    this.#putCount(9, thread);
    this.#putCount(10, sample.connection);
    this.#putCount(11, sample.request);
    this.#out.put(this.#format.end);
  }

  #putTime(field: number, duration: number): void {
    this.#out.put(this.#format.before[field] ?? NOTHING);
    if (Number.isNaN(duration)) this.#out.put(this.#format.none);
    else this.#out.putMilliseconds(nanoseconds(duration));
  }

  #putCount(field: number, count: number): void {
    this.#out.put(this.#format.before[field] ?? NOTHING);
    this.#out.putCount(count);
  }

  #putText(field: number, text: Uint8Array): void {
    this.#out.put(this.#format.before[field] ?? NOTHING);
    this.#out.put(text);
  }
}
