import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** How the next request is chosen from several: one after the other, or by chance with the weight of each. */
export type RequestOrder =
  | { order: 'sequence' }
  /** Weights above zero, one a request. */
  | { order: 'weighted'; weights: readonly number[] };

export const REQUEST_ORDERS = ['sequence', 'weighted'] as const satisfies RequestOrder['order'][];

/** Says which request comes next. Hot: once a request, and it allocates nothing. */
export interface RequestPicker {
  /** @returns the index of a request */
  next(): number;
}

/** One of the generator threads that choose from the same requests. */
export interface PickingThread {
  /** Its number, from 0. */
  thread: number;
  threads: number;
  seed: number;
}

/**
 * Makes the picker of a thread. In sequence the threads begin apart, evenly spread over the requests; by chance each
 * draws from a stretch of the seed's numbers that the others never reach.
 * @param count how many requests there are
 */
export function createRequestPicker(
  order: RequestOrder,
  count: number,
  { thread, threads, seed }: PickingThread,
): RequestPicker {
  if (order.order === 'sequence') return new SequencePicker(count, Math.floor((count * thread) / threads));
  const generator = xoroshiro128plus(seed);
  for (let jumps = 0; jumps < thread; jumps++) generator.jump();
  return new WeightedPicker(order.weights, generator);
}

/** Goes through the requests in their order, over and over. */
class SequencePicker implements RequestPicker {
  readonly #count: number;
  #next: number;

  constructor(count: number, first: number) {
    this.#count = count;
    this.#next = first;
  }

  next(): number {
    const picked = this.#next;
    this.#next = picked + 1 === this.#count ? 0 : picked + 1;
    return picked;
  }
}

/**
 * Draws requests with the chances of their weights, however many there are in the same time: the alias method, with
 * its table made as by Vose (1991), "A linear algorithm for generating random numbers with a given distribution".
 */
class WeightedPicker implements RequestPicker {
  readonly #generator: RandomGenerator;
  /** Of each column: the share of it that is its own request's; the rest is that of its alias. */
  readonly #own: Float64Array;
  readonly #alias: Int32Array;

  constructor(weights: readonly number[], generator: RandomGenerator) {
    this.#generator = generator;
    this.#own = new Float64Array(weights.length).fill(1);
    this.#alias = Int32Array.from(weights.keys());
    this.#fillColumns(weights);
  }

  /** One number is enough: its whole part is the column and its fraction the place in it. */
  next(): number {
    const place = uniformFloat64(this.#generator) * this.#own.length;
    const column = Math.floor(place);
    return place - column < (this.#own[column] ?? 1) ? column : (this.#alias[column] ?? column);
  }

  /** Fills each column that is short of its own request with a part of one that has more than a column. */
  #fillColumns(weights: readonly number[]): void {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const shares = Float64Array.from(weights, (weight) => (weight / total) * weights.length);
    const small: number[] = [];
    const large: number[] = [];
    for (const [index, share] of shares.entries()) (share < 1 ? small : large).push(index);
    // Where one kind runs out first, only rounding is left, and the rest are whole columns.
    while (small.length > 0 && large.length > 0) {
      const short = small.pop() ?? 0;
      const long = large.pop() ?? 0;
      const share = shares[short] ?? 1;
      this.#own[short] = share;
      this.#alias[short] = long;
      shares[long] = (shares[long] ?? 1) + share - 1;
      ((shares[long] ?? 1) < 1 ? small : large).push(long);
    }
  }
}
