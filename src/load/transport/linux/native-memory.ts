import { MAP_32BIT, MAP_ANONYMOUS, MAP_PRIVATE, PROT_READ, PROT_WRITE } from './constants.ts';
import { mapMemory, systemCalls, type Address } from './system-calls.ts';

const ALIGNMENT = 64;

/** A piece of memory that system calls know by its address and JavaScript by its bytes. */
export interface NativePiece {
  address: Address;
  bytes: Buffer<ArrayBuffer>;
  /** The same bytes as 32-bit words. */
  words: Int32Array<ArrayBuffer>;
}

/**
 * Memory of one generator thread that stays where it is. On x64 it lies below 2 GiB, where an address is a small
 * integer to V8 and costs no allocation when it is handed to a call.
 */
export class NativeMemory {
  readonly #address: Address;
  readonly #memory: ArrayBuffer;
  #taken = 0;

  constructor(bytes: number) {
    const flags = MAP_PRIVATE | MAP_ANONYMOUS | (process.arch === 'x64' ? MAP_32BIT : 0);
    [this.#address, this.#memory] = mapMemory(bytes, flags, PROT_READ | PROT_WRITE);
  }

  /** Room for pieces of these sizes. */
  static sizeFor(pieces: readonly number[]): number {
    return pieces.reduce((sum, bytes) => sum + align(bytes), 0);
  }

  take(bytes: number): NativePiece {
    const offset = this.#taken;
    this.#taken += align(bytes);
    return {
      address: this.#address + offset,
      bytes: Buffer.from(this.#memory, offset, bytes),
      words: new Int32Array(this.#memory, offset, Math.floor(bytes / Int32Array.BYTES_PER_ELEMENT)),
    };
  }

  /** Gives the memory back; touching a piece of it afterwards ends the process. */
  release(): void {
    systemCalls.munmap(this.#address, this.#memory.byteLength);
  }
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** An address as structures have it, in two words; the upper one is 0 where memory lies below 4 GiB. */
export function lowWord(address: Address): number {
  return address | 0;
}

export function highWord(address: Address): number {
  return address > 0xffff_ffff ? Math.floor(address / 0x1_0000_0000) : 0;
}
