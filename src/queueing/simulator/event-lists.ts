const NONE = -1;
/** A chunk has room for so many events; a power of two. */
const CHUNK = 64;
const FIRST_CHUNKS = 64;

/**
 * Lists of events, each in the order in which they were added. They are written and read one beside the other, in chunks
 * of one pool, so that no event is fetched from far memory by itself, however many there are.
 */
export class EventLists {
  /** By place. */
  times = new Float64Array(CHUNK * FIRST_CHUNKS);
  numbers = new Int32Array(CHUNK * FIRST_CHUNKS);
  /** The chunk that follows each in its list, or among the free ones. */
  #following = new Int32Array(FIRST_CHUNKS);
  #chunks = 0;
  #free = NONE;
  /** The first chunk of each list. */
  readonly #heads: Int32Array;
  /** The place behind each list's last event; 0 where it has none. */
  readonly #ends: Int32Array;
  /** Of the list that is emptied. */
  #end = 0;

  constructor(lists: number) {
    this.#heads = new Int32Array(lists);
    this.#ends = new Int32Array(lists);
  }

  isEmpty(list: number): boolean {
    return this.#ends[list] === 0;
  }

  /** Hot. @returns the place at the end of a list for another event, whose time and number are to be written there */
  append(list: number): number {
    let place = this.#ends[list] ?? 0;
    if ((place & (CHUNK - 1)) === 0) place = this.#addChunk(list, place);
    this.#ends[list] = place + 1;
    return place;
  }

  /** Empties a list, one at a time. @returns the place of its first event, from which `next` goes on */
  empty(list: number): number {
    this.#end = this.#ends[list] ?? 0;
    this.#ends[list] = 0;
    return this.#end === 0 ? NONE : CHUNK * (this.#heads[list] ?? 0);
  }

  /** Hot: the place of the event behind one of the list that is emptied, or NONE; what stood there may be overwritten. */
  next(place: number): number {
    const following = place + 1;
    const isLast = following === this.#end;
    if (!isLast && (following & (CHUNK - 1)) !== 0) return following;
    const chunk = (place / CHUNK) | 0;
    const behind = this.#following[chunk] ?? 0;
    this.#following[chunk] = this.#free;
    this.#free = chunk;
    return isLast ? NONE : CHUNK * behind;
  }

  /** @returns the first place of a new chunk, behind the one that ends there */
  #addChunk(list: number, end: number): number {
    let chunk = this.#free;
    if (chunk === NONE) {
      if (this.#chunks === this.#following.length) this.#grow();
      chunk = this.#chunks++;
    } else this.#free = this.#following[chunk] ?? NONE;
    if (end === 0) this.#heads[list] = chunk;
    else this.#following[end / CHUNK - 1] = chunk;
    return CHUNK * chunk;
  }

  #grow(): void {
    const [times, numbers, following] = [this.times, this.numbers, this.#following];
    this.times = new Float64Array(2 * times.length);
    this.times.set(times);
    this.numbers = new Int32Array(2 * numbers.length);
    this.numbers.set(numbers);
    this.#following = new Int32Array(2 * following.length);
    this.#following.set(following);
  }
}
