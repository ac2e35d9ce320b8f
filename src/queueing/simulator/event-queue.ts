import { nanoseconds, type Nanoseconds } from '../../units.ts';
import { EventHeap } from './event-heap.ts';

const NONE = -1;
const FIRST_CAPACITY = 1_024;
/** A bucket is as wide as so many events lie apart. */
const BUCKET_GAPS = 1;
/** There are so many buckets for each event that has none yet; and at least so many. */
const BUCKETS_AN_EVENT = 2;
const LEAST_BUCKETS = 1_024;

/**
 * The events to come, each a time and a number that says what it is. Events of one time happen in the order in which
 * they were added. A ladder queue of one rung (Tang, Goh & Thng, ACM TOMACS 15, 2005): buckets by time, each a list in order,
 * and one list for all that comes after them, which is dealt into new buckets when those are empty. The events of a bucket
 * where they did not come in order pass through a heap. No allocation an event. What costs most is branches that
 * nobody can foresee: so empty buckets are passed over 32 at a time.
 */
export class EventQueue {
  /** Events that were added to the current bucket, or to one before it, or did not come in order. */
  readonly #heap = new EventHeap();
  /** The first event of the current bucket's list. */
  #line = NONE;
  /** A bit for each bucket: it has events. */
  #filled = new Int32Array(LEAST_BUCKETS / 32);
  /** The first and the last event of each bucket; the last as ~event where they are not in order. */
  #ends = new Int32Array(2 * LEAST_BUCKETS);
  #buckets = 0;
  #current = -1;
  #start = 0;
  /** Of a bucket, in nanoseconds. */
  #width = 1;
  #bucketsPerNanosecond = 0;
  #inBuckets = 0;
  /** Events that were taken since the buckets were made. */
  #taken = 0;
  /** Events of no bucket yet, in the order in which they were added. */
  #laterHead = NONE;
  #laterTail = NONE;
  #later = 0;
  #laterFirst = Infinity;
  #laterSum = 0;
  /** Of each event in a list its time, and its number with the event that follows; the free places are a list too. */
  #times = new Float64Array(FIRST_CAPACITY);
  #links = new Int32Array(2 * FIRST_CAPACITY);
  #free = NONE;
  #nodes = 0;

  get size(): number {
    return this.#heap.size + this.#inBuckets + this.#later;
  }

  /** When the next event is; Infinity when there is none. */
  get nextAt(): Nanoseconds {
    if (this.#heap.size > 0) {
      const inLine = this.#line === NONE ? Infinity : (this.#times[this.#line] ?? 0);
      return nanoseconds(Math.min(inLine, this.#heap.nextAt));
    }
    if (this.#line === NONE) this.#advance();
    return this.#line === NONE ? this.#heap.nextAt : nanoseconds(this.#times[this.#line] ?? 0);
  }

  /** Hot: takes the next event out; `nextAt` has to have been asked, and be finite. @returns its number */
  take(): number {
    this.#taken++;
    const node = this.#line;
    // What is in the line was added before what is in the heap.
    if (node === NONE || (this.#heap.size > 0 && this.#heap.nextAt < (this.#times[node] ?? 0)))
      return this.#heap.take();
    this.#line = this.#links[2 * node + 1] ?? NONE;
    this.#inBuckets--;
    return this.#release(node);
  }

  /** Hot: adds an event, which must not be before one that was taken. */
  add(at: Nanoseconds, number: number): void {
    // Rounding cannot put an event behind a later one: the product grows with the time, and its whole part too.
    const place = (at - this.#start) * this.#bucketsPerNanosecond;
    if (place >= this.#buckets) {
      this.#addToLater(this.#newNode(at, number), at);
      return;
    }
    const bucket = place | 0;
    if (bucket <= this.#current) this.#heap.add(at, number);
    else this.#addToBucket(bucket, this.#newNode(at, number), at);
  }

  #addToBucket(bucket: number, node: number, at: number): void {
    const [ends, links, place] = [this.#ends, this.#links, 2 * bucket];
    this.#inBuckets++;
    const word = this.#filled[bucket >> 5] ?? 0;
    const bit = 1 << (bucket & 31);
    if ((word & bit) === 0) {
      this.#filled[bucket >> 5] = word | bit;
      ends[place] = node;
      ends[place + 1] = node;
      return;
    }
    const last = ends[place + 1] ?? NONE;
    const tail = last < 0 ? ~last : last;
    const first = ends[place] ?? NONE;
    if (last >= 0 && at < (this.#times[first] ?? 0)) {
      links[2 * node + 1] = first;
      ends[place] = node;
      return;
    }
    links[2 * tail + 1] = node;
    ends[place + 1] = last >= 0 && at >= (this.#times[tail] ?? 0) ? node : ~node;
  }

  #addToLater(node: number, at: number): void {
    if (at < this.#laterFirst) this.#laterFirst = at;
    this.#laterSum += at;
    if (this.#laterTail === NONE) this.#laterHead = node;
    else this.#links[2 * this.#laterTail + 1] = node;
    this.#laterTail = node;
    this.#later++;
  }

  /** Goes to the next bucket that has events, if any has. */
  #advance(): void {
    if (this.#inBuckets === 0) {
      if (this.#later === 0) return;
      this.#deal();
    }
    // Buckets up to the current one are empty.
    let place = (this.#current + 1) >> 5;
    let word = this.#filled[place] ?? 0;
    while (word === 0) word = this.#filled[++place] ?? 0;
    this.#filled[place] = word & (word - 1);
    const bucket = 32 * place + 31 - Math.clz32(word & -word);
    this.#current = bucket;
    this.#line = this.#ends[2 * bucket] ?? NONE;
    if ((this.#ends[2 * bucket + 1] ?? 0) < 0) this.#sortLine();
  }

  /** Puts the line into the heap. */
  #sortLine(): void {
    for (let node = this.#line; node !== NONE;) {
      const following = this.#links[2 * node + 1] ?? NONE;
      this.#heap.add(nanoseconds(this.#times[node] ?? 0), this.#release(node));
      this.#inBuckets--;
      node = following;
    }
    this.#line = NONE;
  }

  /** Makes buckets for the earliest of the later events, and deals these into them. */
  #deal(): void {
    this.#current = -1;
    this.#buckets = Math.max(LEAST_BUCKETS, BUCKETS_AN_EVENT * this.#later);
    if (2 * this.#buckets > this.#ends.length) {
      this.#filled = new Int32Array(Math.ceil((2 * this.#buckets) / 32));
      this.#ends = new Int32Array(4 * this.#buckets);
    }
    const passed = this.#laterFirst - this.#start;
    this.#start = this.#laterFirst;
    // Where few of many were taken, as after a burst, the others would be gone through again and again for a few of them.
    const least = this.#taken < this.#later / 4 ? 2 * this.#width : 1;
    const mean =
      this.#taken === 0 ? (this.#laterSum / this.#later - this.#start) / this.#later : passed / this.#taken;
    this.#width = Math.max(BUCKET_GAPS * mean, least, 1);
    this.#bucketsPerNanosecond = 1 / this.#width;
    this.#taken = 0;
    this.#dealLater();
  }

  #dealLater(): void {
    let node = this.#laterHead;
    this.#laterHead = NONE;
    this.#laterTail = NONE;
    this.#later = 0;
    this.#laterFirst = Infinity;
    this.#laterSum = 0;
    while (node !== NONE) {
      const following = this.#links[2 * node + 1] ?? NONE;
      this.#links[2 * node + 1] = NONE;
      const at = this.#times[node] ?? 0;
      const place = (at - this.#start) * this.#bucketsPerNanosecond;
      if (place < this.#buckets) this.#addToBucket(place | 0, node, at);
      else this.#addToLater(node, at);
      node = following;
    }
  }

  #newNode(at: number, number: number): number {
    let node = this.#free;
    if (node === NONE) {
      if (this.#nodes === this.#times.length) this.#grow();
      node = this.#nodes++;
    } else this.#free = this.#links[2 * node + 1] ?? NONE;
    this.#times[node] = at;
    this.#links[2 * node] = number;
    this.#links[2 * node + 1] = NONE;
    return node;
  }

  /** @returns the number of the event that was there */
  #release(node: number): number {
    this.#links[2 * node + 1] = this.#free;
    this.#free = node;
    return this.#links[2 * node] ?? 0;
  }

  #grow(): void {
    const [times, links] = [this.#times, this.#links];
    this.#times = new Float64Array(2 * times.length);
    this.#times.set(times);
    this.#links = new Int32Array(2 * links.length);
    this.#links.set(links);
  }
}
