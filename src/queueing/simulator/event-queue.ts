import type { Nanoseconds } from '../../units.ts';
import { EventHeap } from './event-heap.ts';
import { EventLists } from './event-lists.ts';

const NONE = -1;
const FIRST_CAPACITY = 1_024;
/** So many buckets to the mean time between two events: most have one event or none. */
const BUCKETS_A_GAP = 4;
const NEAR_BITS = 14;
/** How many buckets the near future has: a power of two, and so few that they and their events stay in the cache. */
const NEAR_BUCKETS = 1 << NEAR_BITS;
/** The lists behind it reach so many times as far as the events would if they were one gap apart; within these bounds. */
const REACH = 4;
const LEAST_SPANS = 16;
const MOST_SPANS = 4_096;
/** The list of what comes after all spans; that of the first span, which is the first near future, stands behind it. */
const LAST = 0;
const FIRST_SPAN = 1;

/**
 * The events to come, each a time and a number that says what it is. Events of one time happen in the order in which
 * they were added. A ladder queue of two rungs (Tang, Goh & Thng, ACM TOMACS 15, 2005). The near future is buckets by time, each a
 * list in order. What comes behind stands in lists, one for each span as long as the near future, and in a last one for
 * all that comes after them. When the near future is over, the next list is dealt into its buckets; when all lists are,
 * the last one is dealt into new ones. The events of a bucket where they did not come in order pass through a heap. No
 * allocation an event. What costs most is memory that is far and branches that nobody can foresee: so events of the far
 * future are only ever written and read in rows, and empty buckets are passed over 32 at a time.
 */
export class EventQueue {
  /** Events that were added to the current bucket, or to one before it, or did not come in order. */
  readonly #heap = new EventHeap();
  /** The first event of the current bucket's list. */
  #line = NONE;
  /** A bit for each bucket: it has events. */
  readonly #filled = new Int32Array(NEAR_BUCKETS / 32);
  /** The last event of each bucket, behind which the first follows; as ~event where they are not in order. */
  readonly #lasts = new Int32Array(NEAR_BUCKETS);
  /** Buckets are counted from the start: the first of the near future, the current one, and where the near future ends. */
  #current = -1;
  #nearEnd = 0;
  #inBuckets = 0;
  /** Of each event in a bucket its time, and its number with the event that follows; the free places are a list too. */
  #times = new Float64Array(FIRST_CAPACITY);
  #links = new Int32Array(2 * FIRST_CAPACITY);
  #free = NONE;
  /** Where buckets are counted from. */
  #start = 0;
  /** Of a bucket, in nanoseconds. */
  #width = 1;
  #bucketsPerNanosecond = 0;
  /** How many there are in the near future and all lists but the last. */
  #buckets = 0;
  readonly #lists = new EventLists(1 + MOST_SPANS);
  #inSpans = 0;
  #inLast = 0;
  #lastFirst = Infinity;
  #lastSum = 0;
  /** Events that were taken since the buckets were made. */
  #taken = 0;

  /** What `find` found. */
  #nextAt = Infinity;
  #isFromHeap = false;
  /** When the event is that is added. A time that is handed over in a field is none that a call would have to put into a box. */
  #at = 0;

  constructor() {
    this.#release(0, FIRST_CAPACITY);
  }

  get size(): number {
    return this.#heap.size + this.#inBuckets + this.#inSpans + this.#inLast;
  }

  /** When the next event is; Infinity when there is none. */
  get nextAt(): Nanoseconds {
    this.#find();
    return this.#nextAt as Nanoseconds;
  }

  /** Hot: takes the next event out; `nextAt` has to have been asked, and be finite. @returns its number */
  take(): number {
    this.#taken++;
    if (this.#isFromHeap) return this.#heap.take();
    const node = this.#line;
    const links = this.#links;
    this.#line = links[2 * node + 1] ?? NONE;
    links[2 * node + 1] = this.#free;
    this.#free = node;
    this.#inBuckets--;
    return links[2 * node] ?? 0;
  }

  /** Hot: adds an event, which must not be before one that was taken. */
  add(at: Nanoseconds, number: number): void {
    this.#at = at;
    this.#insert(number);
  }

  #insert(number: number): void {
    const at = this.#at;
    // Rounding cannot put an event behind a later one: the product grows with the time, and its whole part too.
    const place = (at - this.#start) * this.#bucketsPerNanosecond;
    if (place >= this.#nearEnd)
      this.#addToList(place < this.#buckets ? FIRST_SPAN + (place >>> NEAR_BITS) : LAST, number);
    else if (place < this.#current + 1) this.#heap.add(at as Nanoseconds, number);
    else this.#addToBucket(place & (NEAR_BUCKETS - 1), number);
  }

  #addToList(list: number, number: number): void {
    const at = this.#at;
    const lists = this.#lists;
    const slot = lists.append(list);
    lists.times[slot] = at;
    lists.numbers[slot] = number;
    if (list !== LAST) {
      this.#inSpans++;
      return;
    }
    if (at < this.#lastFirst) this.#lastFirst = at;
    this.#lastSum += at;
    this.#inLast++;
  }

  /** Puts an event behind or before those of its bucket. */
  #addToBucket(bucket: number, number: number): void {
    if (this.#free === NONE) this.#makeRoom();
    const times = this.#times;
    const links = this.#links;
    const node = this.#free;
    const at = this.#at;
    this.#free = links[2 * node + 1] ?? NONE;
    times[node] = at;
    links[2 * node] = number;
    this.#inBuckets++;
    const filled = this.#filled;
    const lasts = this.#lasts;
    const bit = 1 << (bucket & 31);
    const word = filled[bucket >> 5] ?? 0;
    if ((word & bit) === 0) {
      filled[bucket >> 5] = word | bit;
      links[2 * node + 1] = node;
      lasts[bucket] = node;
      return;
    }
    const last = lasts[bucket] ?? NONE;
    const tail = last < 0 ? ~last : last;
    const first = links[2 * tail + 1] ?? NONE;
    links[2 * node + 1] = first;
    links[2 * tail + 1] = node;
    if (last >= 0 && at < (times[first] ?? 0)) return;
    lasts[bucket] = last >= 0 && at >= (times[tail] ?? 0) ? node : ~node;
  }

  /** Hot: finds the next event. */
  #find(): void {
    if (this.#line === NONE && this.#heap.size === 0) this.#advance();
    const line = this.#line;
    this.#nextAt = line === NONE ? Infinity : (this.#times[line] ?? 0);
    this.#isFromHeap = false;
    if (this.#heap.size === 0) return;
    // What is in the line was added before what is in the heap.
    const inHeap = this.#heap.nextAt;
    if (inHeap >= this.#nextAt) return;
    this.#nextAt = inHeap;
    this.#isFromHeap = true;
  }

  /** Goes to the next bucket that has events, if any has. */
  #advance(): void {
    if (this.#inBuckets === 0 && !this.#dealNext()) return;
    const filled = this.#filled;
    // Buckets up to the current one are empty.
    let place = ((this.#current + 1) & (NEAR_BUCKETS - 1)) >> 5;
    let word = filled[place] ?? 0;
    while (word === 0) word = filled[++place] ?? 0;
    const last = word & -word;
    filled[place] = word ^ last;
    const bucket = 32 * place + 31 - Math.clz32(last);
    this.#current = (this.#nearEnd - NEAR_BUCKETS + bucket) | 0;
    const end = this.#lasts[bucket] ?? NONE;
    const tail = end < 0 ? ~end : end;
    this.#line = this.#links[2 * tail + 1] ?? NONE;
    this.#links[2 * tail + 1] = NONE;
    if (end < 0) this.#sortLine();
  }

  /** Puts the line into the heap. */
  #sortLine(): void {
    const links = this.#links;
    for (let node = this.#line; node !== NONE;) {
      const following = links[2 * node + 1] ?? NONE;
      this.#heap.add((this.#times[node] ?? 0) as Nanoseconds, links[2 * node] ?? 0);
      links[2 * node + 1] = this.#free;
      this.#free = node;
      this.#inBuckets--;
      node = following;
    }
    this.#line = NONE;
  }

  /** Makes the next span that has events the near future. @returns whether there is one */
  #dealNext(): boolean {
    if (this.#inSpans === 0) {
      if (this.#inLast === 0) return false;
      this.#renew();
      this.#dealLast();
    }
    let list = FIRST_SPAN + (this.#nearEnd >> NEAR_BITS);
    while (this.#lists.isEmpty(list)) list++;
    this.#current = (list - FIRST_SPAN) * NEAR_BUCKETS - 1;
    this.#nearEnd = this.#current + 1 + NEAR_BUCKETS;
    const lists = this.#lists;
    for (let slot = lists.empty(list); slot !== NONE; slot = lists.next(slot)) {
      const at = lists.times[slot] ?? 0;
      this.#at = at;
      this.#addToBucket(
        ((at - this.#start) * this.#bucketsPerNanosecond) & (NEAR_BUCKETS - 1),
        lists.numbers[slot] ?? 0,
      );
      this.#inSpans--;
    }
    return true;
  }

  /** Counts buckets anew, from the first event of the last list, and makes them as wide as events have lain apart. */
  #renew(): void {
    const passed = this.#lastFirst - this.#start;
    this.#start = this.#lastFirst;
    // Where few of many were taken, as after a burst, the others would be gone through again and again for a few of them.
    const least = this.#taken < this.#inLast / 4 ? 2 * this.#width : 0;
    const gap =
      this.#taken === 0 ? (this.#lastSum / this.#inLast - this.#start) / this.#inLast : passed / this.#taken;
    this.#width = Math.max(gap / BUCKETS_A_GAP, least, 1);
    this.#bucketsPerNanosecond = 1 / this.#width;
    this.#taken = 0;
    const wanted = (REACH * BUCKETS_A_GAP * this.#inLast) / NEAR_BUCKETS;
    this.#buckets = (NEAR_BUCKETS * Math.min(Math.max(Math.ceil(wanted), LEAST_SPANS), MOST_SPANS)) | 0;
    this.#nearEnd = 0;
  }

  /** Deals the last list into those before it. */
  #dealLast(): void {
    this.#inLast = 0;
    this.#lastFirst = Infinity;
    this.#lastSum = 0;
    const lists = this.#lists;
    for (let slot = lists.empty(LAST); slot !== NONE;) {
      this.#at = lists.times[slot] ?? 0;
      const number = lists.numbers[slot] ?? 0;
      slot = lists.next(slot);
      this.#insert(number);
    }
  }

  /** Twice as many places for events in buckets. */
  #makeRoom(): void {
    const times = this.#times;
    const links = this.#links;
    const size = times.length;
    this.#times = new Float64Array(2 * size);
    this.#times.set(times);
    this.#links = new Int32Array(4 * size);
    this.#links.set(links);
    this.#release(size, 2 * size);
  }

  /** Makes a list of the free places from one to before another. */
  #release(from: number, to: number): void {
    for (let node = to - 1; node >= from; node--) {
      this.#links[2 * node + 1] = this.#free;
      this.#free = node;
    }
  }
}
