import { nanoseconds, type Nanoseconds } from '../../units.ts';
import { EventHeap } from './event-heap.ts';

const NONE = -1;
const FIRST_CAPACITY = 1_024;
const LEAST_BUCKETS = 256;
const BUCKETS_AN_EVENT = 2;
/** A bucket is as wide as so many events lie apart. */
const BUCKET_GAPS = 1;
/** How many of the later events are looked at to find their median. */
const SAMPLE = 32;

/**
 * The events to come, each a time and a number that says what it is. Events of one time happen in the order in which
 * they were added. A ladder queue of one rung (Tang, Goh & Thng 2005): the next events are in a heap, those that
 * follow are in buckets by their time, not sorted, and all later ones in one list, which is dealt into new buckets
 * when the others are empty. With a million events it takes a third of the time of a heap alone. No allocation an event.
 */
export class EventQueue {
  /** Events of the current bucket that are not in the line. */
  readonly #heap = new EventHeap();
  /** The first event of the current bucket, where these lie in order. */
  #line = NONE;
  #heads = new Int32Array(LEAST_BUCKETS);
  #tails = new Int32Array(LEAST_BUCKETS).fill(NONE);
  #isUnsorted = new Uint8Array(LEAST_BUCKETS);
  #buckets = 0;
  #current = -1;
  #start = 0;
  #bucketsPerNanosecond = 0;
  #inBuckets = 0;
  /** Events that were taken since the buckets were made. */
  #taken = 0;
  /** Events of no bucket yet, in the order in which they were added. */
  #laterHead = NONE;
  #laterTail = NONE;
  #later = 0;
  /** The nodes of all lists; the free ones are a list too. */
  #times = new Float64Array(FIRST_CAPACITY);
  #numbers = new Int32Array(FIRST_CAPACITY);
  #following = new Int32Array(FIRST_CAPACITY);
  #free = NONE;
  #nodes = 0;
  readonly #sample = new Float64Array(SAMPLE);

  get size(): number {
    return this.#heap.size + this.#inBuckets + this.#later;
  }

  /** When the next event is; Infinity when there is none. */
  get nextAt(): Nanoseconds {
    if (this.#line === NONE && this.#heap.size === 0) this.#advance();
    const inLine = this.#line === NONE ? Infinity : (this.#times[this.#line] ?? 0);
    return this.#heap.size === 0 ? nanoseconds(inLine) : nanoseconds(Math.min(inLine, this.#heap.nextAt));
  }

  /** Hot: takes the next event out; `nextAt` has to have been asked, and be finite. @returns its number */
  take(): number {
    this.#taken++;
    const node = this.#line;
    // What is in the line was added before what is in the heap.
    if (node === NONE || (this.#heap.size > 0 && this.#heap.nextAt < (this.#times[node] ?? 0)))
      return this.#heap.take();
    this.#line = this.#following[node] ?? NONE;
    this.#following[node] = this.#free;
    this.#free = node;
    this.#inBuckets--;
    return this.#numbers[node] ?? 0;
  }

  /** Hot: adds an event, which must not be before one that was taken. */
  add(at: Nanoseconds, number: number): void {
    // Rounding cannot put an event behind a later one: the product grows with the time, and its floor too.
    const bucket = Math.floor((at - this.#start) * this.#bucketsPerNanosecond);
    if (bucket <= this.#current) {
      this.#heap.add(at, number);
      return;
    }
    const node = this.#newNode(at, number);
    if (bucket < this.#buckets) this.#addToBucket(bucket, node, at);
    else this.#addToLater(node);
  }

  #addToBucket(bucket: number, node: number, at: number): void {
    const tail = this.#tails[bucket] ?? NONE;
    this.#tails[bucket] = node;
    this.#inBuckets++;
    if (tail === NONE) {
      this.#heads[bucket] = node;
      return;
    }
    this.#following[tail] = node;
    if ((this.#times[tail] ?? 0) > at) this.#isUnsorted[bucket] = 1;
  }

  #addToLater(node: number): void {
    if (this.#laterTail === NONE) this.#laterHead = node;
    else this.#following[this.#laterTail] = node;
    this.#laterTail = node;
    this.#later++;
  }

  /** Goes to the next bucket that has events, if any has. */
  #advance(): void {
    if (this.#inBuckets === 0) {
      if (this.#later === 0) return;
      this.#deal();
    }
    let bucket = this.#current + 1;
    while (this.#tails[bucket] === NONE) bucket++;
    this.#current = bucket;
    this.#tails[bucket] = NONE;
    this.#line = this.#heads[bucket] ?? NONE;
    if (this.#isUnsorted[bucket] === 0) return;
    this.#isUnsorted[bucket] = 0;
    this.#sortLine();
  }

  /** Puts the line into the heap. */
  #sortLine(): void {
    for (let node = this.#line; node !== NONE;) {
      this.#heap.add(nanoseconds(this.#times[node] ?? 0), this.#numbers[node] ?? 0);
      const following = this.#following[node] ?? NONE;
      this.#following[node] = this.#free;
      this.#free = node;
      this.#inBuckets--;
      node = following;
    }
    this.#line = NONE;
  }

  /** Makes buckets for the earliest of the later events, and deals these into them. */
  #deal(): void {
    this.#current = -1;
    this.#buckets = Math.max(LEAST_BUCKETS, BUCKETS_AN_EVENT * this.#later);
    if (this.#buckets > this.#heads.length) {
      this.#heads = new Int32Array(2 * this.#buckets);
      this.#tails = new Int32Array(2 * this.#buckets).fill(NONE);
      this.#isUnsorted = new Uint8Array(2 * this.#buckets);
    }
    const began = this.#start;
    const middle = this.#findMiddle();
    const width = Math.max(
      this.#taken === 0 ? 0 : (BUCKET_GAPS * (this.#start - began)) / this.#taken,
      (middle - this.#start) / this.#buckets,
      1,
    );
    this.#bucketsPerNanosecond = 1 / width;
    this.#taken = 0;
    this.#dealLater();
  }

  #dealLater(): void {
    let node = this.#laterHead;
    this.#laterHead = NONE;
    this.#laterTail = NONE;
    this.#later = 0;
    while (node !== NONE) {
      const following = this.#following[node] ?? NONE;
      this.#following[node] = NONE;
      const at = this.#times[node] ?? 0;
      const bucket = Math.floor((at - this.#start) * this.#bucketsPerNanosecond);
      if (bucket < this.#buckets) this.#addToBucket(bucket, node, at);
      else this.#addToLater(node);
      node = following;
    }
  }

  /** Begins at the earliest of the later events. @returns about their median */
  #findMiddle(): number {
    const stride = Math.ceil(this.#later / SAMPLE);
    const sample = this.#sample;
    let [first, left, sampled] = [Infinity, 0, 0];
    for (let node = this.#laterHead; node !== NONE; node = this.#following[node] ?? NONE) {
      const at = this.#times[node] ?? 0;
      if (at < first) first = at;
      if (left-- > 0) continue;
      left = stride - 1;
      let place = sampled++;
      for (; place > 0 && (sample[place - 1] ?? 0) > at; place--) sample[place] = sample[place - 1] ?? 0;
      sample[place] = at;
    }
    this.#start = first;
    return sample[sampled >> 1] ?? first;
  }

  #newNode(at: number, number: number): number {
    let node = this.#free;
    if (node === NONE) {
      if (this.#nodes === this.#times.length) this.#grow();
      node = this.#nodes++;
    } else this.#free = this.#following[node] ?? NONE;
    this.#times[node] = at;
    this.#numbers[node] = number;
    this.#following[node] = NONE;
    return node;
  }

  #grow(): void {
    const [times, numbers, following] = [this.#times, this.#numbers, this.#following];
    this.#times = new Float64Array(2 * times.length);
    this.#times.set(times);
    this.#numbers = new Int32Array(2 * times.length);
    this.#numbers.set(numbers);
    this.#following = new Int32Array(2 * times.length);
    this.#following.set(following);
  }
}
