import type { NativeMemory } from './native-memory.ts';
import type { Address } from './system-calls.ts';

/** The memory that requests take. */
export function requestPieces(requests: readonly Buffer[]): number[] {
  return requests.map((request) => request.length);
}

/** The bytes of each request that can be sent, where system calls find them. */
export class RequestBytes {
  readonly #ends: readonly Address[];
  readonly #lengths: readonly number[];

  constructor(memory: NativeMemory, requests: readonly Buffer[]) {
    this.#ends = requests.map((request) => {
      const piece = memory.take(request.length);
      piece.bytes.set(request);
      return piece.address + request.length;
    });
    this.#lengths = requests.map((request) => request.length);
  }

  /** Just behind the request: what is left of it is counted back from here. */
  endOf(request: number): Address {
    return this.#ends[request] ?? 0;
  }

  lengthOf(request: number): number {
    return this.#lengths[request] ?? 0;
  }
}
