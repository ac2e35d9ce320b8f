import { constants } from 'node:os';
import { sourceAddress } from '../source-address.ts';
import type { InternetEndpoint } from '../transport.ts';
import {
  IP_BIND_ADDRESS_NO_PORT,
  IPPROTO_IP,
  IPPROTO_TCP,
  SO_ERROR,
  SO_TIMESTAMPNS,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  TCP_NODELAY,
} from './constants.ts';
import type { NativeMemory, NativePiece } from './native-memory.ts';
import { addressFamily, socketAddress } from './socket-address.ts';
import { lastErrno, systemCalls, type Address } from './system-calls.ts';

const ADDRESS_BYTES = 32;
const OPTION_BYTES = 8;
const INT_BYTES = 4;

/** The memory that a socket opener takes. */
export const SOCKET_OPENER_PIECES = [ADDRESS_BYTES, ADDRESS_BYTES, OPTION_BYTES] as const;

/** Begins connections to one endpoint. */
export class SocketOpener {
  readonly #family: number;
  readonly #stamped: boolean;
  readonly #host: string;
  readonly #target: NativePiece;
  readonly targetLength: number;
  readonly #source: NativePiece;
  readonly #option: NativePiece;

  /** @param stamped the kernel stamps what arrives */
  constructor(memory: NativeMemory, { host, port }: InternetEndpoint, stamped: boolean) {
    this.#family = addressFamily(host);
    this.#stamped = stamped;
    this.#host = host;
    const target = socketAddress(host, port);
    this.targetLength = target.length;
    this.#target = memory.take(ADDRESS_BYTES);
    this.#target.bytes.set(target);
    this.#source = memory.take(ADDRESS_BYTES);
    this.#option = memory.take(OPTION_BYTES);
  }

  /**
   * Begins to connect a socket that never blocks.
   * @param connection its number among those of all threads
   * @returns the socket, or the negative number of what went wrong
   */
  open(connection: number): number {
    const fd = this.create(connection, SOCK_NONBLOCK);
    if (fd < 0 || systemCalls.connect(fd, this.#target.address, this.targetLength) === 0) return fd;
    const errno = lastErrno();
    if (errno === constants.errno.EINPROGRESS) return fd;
    systemCalls.close(fd);
    return -errno;
  }

  /**
   * Makes a socket that is ready to connect.
   * @param connection its number among those of all threads
   * @returns the socket, or the negative number of what went wrong
   */
  create(connection: number, flags = 0): number {
    const fd = systemCalls.socket(this.#family, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
    if (fd < 0) return -lastErrno();
    this.#enable(fd, IPPROTO_TCP, TCP_NODELAY);
    if (this.#stamped) this.#enable(fd, SOL_SOCKET, SO_TIMESTAMPNS);
    const source = sourceAddress(this.#host, connection);
    if (source !== undefined) this.#bindTo(fd, source);
    return fd;
  }

  /** Where the address to connect to stands. */
  get target(): Address {
    return this.#target.address;
  }

  /** What became of a connection that was begun: 0, or the number of what went wrong. */
  errorOf(fd: number): number {
    const { address, words } = this.#option;
    words[1] = INT_BYTES;
    const failed = systemCalls.getsockopt(fd, SOL_SOCKET, SO_ERROR, address, address + INT_BYTES) < 0;
    return failed ? lastErrno() : (words[0] ?? 0);
  }

  #bindTo(fd: number, host: string): void {
    this.#enable(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT);
    const source = socketAddress(host, 0);
    this.#source.bytes.set(source);
    systemCalls.bind(fd, this.#source.address, source.length);
  }

  #enable(fd: number, level: number, option: number): void {
    this.#option.words[0] = 1;
    systemCalls.setsockopt(fd, level, option, this.#option.address, INT_BYTES);
  }
}
