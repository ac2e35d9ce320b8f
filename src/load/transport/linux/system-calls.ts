import koffi from 'koffi';

/** The address of memory as a number: what user memory has fits a double. */
export type Address = number;

/** Linux's system calls, as the C library has them. Each returns -1 when it fails. */
interface SystemCalls {
  socket: (domain: number, type: number, protocol: number) => number;
  setsockopt: (fd: number, level: number, option: number, value: Address, length: number) => number;
  getsockopt: (fd: number, level: number, option: number, value: Address, length: Address) => number;
  bind: (fd: number, address: Address, length: number) => number;
  connect: (fd: number, address: Address, length: number) => number;
  send: (fd: number, bytes: Address, length: number, flags: number) => number;
  recv: (fd: number, bytes: Address, length: number, flags: number) => number;
  recvmsg: (fd: number, message: Address, flags: number) => number;
  close: (fd: number) => number;
  epollCreate: (flags: number) => number;
  epollControl: (epoll: number, operation: number, fd: number, event: Address) => number;
  epollWait: (epoll: number, events: Address, capacity: number, timeoutMs: number) => number;
  clockGetTime: (clock: number, timespec: Address) => number;
  munmap: (address: Address, length: number) => number;
  socketPair: (domain: number, type: number, protocol: number, fds: Address) => number;
  eventFd: (count: number, flags: number) => number;
  /** Any, by its number. */
  systemCall: (call: number, ...parameters: SixNumbers) => number;
  uringEnter: (
    call: number,
    ring: number,
    submit: number,
    complete: number,
    flags: number,
    argument: Address,
    argumentBytes: number,
  ) => number;
}

type SixNumbers = [number, number, number, number, number, number];

/** The library that Node itself is linked to, whichever that is. */
const LIBC = koffi.load(null);
const MAP_FAILED = 2n ** 64n - 1n;

/**
 * Addresses go as plain integers: that costs less than a Buffer, whose memory koffi would have to look up on every
 * call. A call costs about 40 ns more than it does in C.
 */
export const systemCalls: SystemCalls = {
  socket: declare('socket', 'int', 'int', 'int'),
  setsockopt: declare('setsockopt', 'int', 'int', 'int', 'size_t', 'uint32_t'),
  getsockopt: declare('getsockopt', 'int', 'int', 'int', 'size_t', 'size_t'),
  bind: declare('bind', 'int', 'size_t', 'uint32_t'),
  connect: declare('connect', 'int', 'size_t', 'uint32_t'),
  send: declare('send', 'int', 'size_t', 'size_t', 'int'),
  recv: declare('recv', 'int', 'size_t', 'size_t', 'int'),
  recvmsg: declare('recvmsg', 'int', 'size_t', 'int'),
  close: declare('close', 'int'),
  epollCreate: declare('epoll_create1', 'int'),
  epollControl: declare('epoll_ctl', 'int', 'int', 'int', 'size_t'),
  epollWait: declare('epoll_wait', 'int', 'size_t', 'int', 'int'),
  clockGetTime: declare('clock_gettime', 'int', 'size_t'),
  munmap: declare('munmap', 'size_t', 'size_t'),
  socketPair: declare('socketpair', 'int', 'int', 'int', 'size_t'),
  eventFd: declare('eventfd', 'uint32_t', 'int'),
  systemCall: declare('syscall', 'int', 'size_t', 'size_t', 'size_t', 'size_t', 'size_t', 'size_t'),
  uringEnter: declare('syscall', 'int', 'int', 'uint32_t', 'uint32_t', 'uint32_t', 'size_t', 'size_t'),
};

const mmap = LIBC.func('mmap', 'void *', ['size_t', 'size_t', 'int', 'int', 'int', 'int64_t']) as (
  ...args: number[]
) => unknown;

/** The number of the last call's error; right only at once after it. */
export function lastErrno(): number {
  return koffi.errno();
}

/**
 * Maps memory, which the collector never moves, or what a descriptor lends.
 * @returns its address, and the same bytes to JavaScript
 */
export function mapMemory(
  bytes: number,
  flags: number,
  protection: number,
  fd = -1,
  offset = 0,
): [Address, ArrayBuffer] {
  const pointer = mmap(0, bytes, protection, flags, fd, offset);
  const address = koffi.address(pointer);
  if (address === MAP_FAILED) throw new Error('mmap failed');
  return [Number(address), koffi.view(pointer, bytes)];
}

/** Counts and lengths here never reach 2^31, so an `int` is enough for any result, and the cheapest to hand over. */
function declare(name: string, ...parameters: string[]): (...args: number[]) => number {
  return LIBC.func(name, 'int', parameters) as (...args: number[]) => number;
}
