import { Buffer } from 'node:buffer';
import { deflateSync } from 'node:zlib';

const LONGEST_MICROSECONDS = 3_600_000_000;
const SIGNIFICANT_DIGITS = 3;
/** Each doubling of a duration is parted into so many buckets: HdrHistogram's for 3 digits. */
const BUCKETS_PER_DOUBLING = 1_024;
const BUCKETS = bucketOf(LONGEST_MICROSECONDS) + 1;

const ENCODING_COOKIE = 0x1c84_9313;
const COMPRESSED_COOKIE = 0x1c84_9314;
const HEADER_BYTES = 40;
/** Of an encoded count: 7 bits a byte. */
const MOST_BYTES_A_COUNT = 9;

/**
 * Counts durations as an HdrHistogram of microseconds, 1 µs to 1 h, 3 significant digits. Of our own, because loading
 * hdr-histogram-js takes every worker 20 MB and 30 ms, and recording with it 44 ns in place of 4; what it encodes is
 * the same form, so that reads it.
 */
export class DurationHistogram {
  // Doubles: one bucket may see 2^32 durations within a day.
  readonly #counts = new Float64Array(BUCKETS);

  /** Hot. */
  record(milliseconds: number): void {
    const bucket = bucketOf(wholeMicroseconds(milliseconds));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
  }

  clear(): void {
    this.#counts.fill(0);
  }

  /** HdrHistogram's compressed V2 form in base64. */
  encode(): string {
    const deflated = deflateSync(this.#plainForm());
    const encoded = Buffer.allocUnsafe(8 + deflated.length);
    encoded.writeUInt32BE(COMPRESSED_COOKIE, 0);
    encoded.writeUInt32BE(deflated.length, 4);
    deflated.copy(encoded, 8);
    return encoded.toString('base64');
  }

  #plainForm(): Buffer {
    const used = this.#counts.findLastIndex((count) => count > 0) + 1;
    const plain = Buffer.alloc(HEADER_BYTES + used * MOST_BYTES_A_COUNT);
    let at = HEADER_BYTES;
    for (let bucket = 0; bucket < used;) {
      const count = this.#counts[bucket] ?? 0;
      let zeros = 0;
      while (this.#counts[bucket + zeros] === 0) zeros += 1;
      // Zigzag: a count is an even number, a row of empty buckets, which counts as negative, an odd one.
      at = writeVarint(plain, at, zeros > 1 ? 2 * zeros - 1 : 2 * count);
      bucket += Math.max(zeros, 1);
    }
    plain.writeUInt32BE(ENCODING_COOKIE, 0);
    plain.writeUInt32BE(at - HEADER_BYTES, 4);
    // No shift of the buckets at 8.
    plain.writeUInt32BE(SIGNIFICANT_DIGITS, 12);
    plain.writeBigUInt64BE(1n, 16);
    plain.writeBigUInt64BE(BigInt(LONGEST_MICROSECONDS), 24);
    // What integers are multiplied by to be the recorded values.
    plain.writeDoubleBE(1, 32);
    return plain.subarray(0, at);
  }
}

/** Whatever a clock may say, the result is a duration that has a bucket. */
function wholeMicroseconds(milliseconds: number): number {
  const rounded = milliseconds * 1_000 + 0.5;
  return rounded >= LONGEST_MICROSECONDS ? LONGEST_MICROSECONDS : rounded > 0 ? Math.floor(rounded) : 0;
}

/** The first 2,048 are a microsecond wide each, those of every further doubling twice as wide as the ones before. */
function bucketOf(microseconds: number): number {
  const doublings = 21 - Math.clz32(microseconds);
  return doublings <= 0 ? microseconds : BUCKETS_PER_DOUBLING * doublings + (microseconds >>> doublings);
}

function writeVarint(buffer: Buffer, from: number, value: number): number {
  let at = from;
  let rest = value;
  // Not by shifts: a count may exceed 32 bits.
  for (; rest >= 128; rest = Math.floor(rest / 128)) buffer[at++] = (rest % 128) | 128;
  buffer[at++] = rest;
  return at;
}
