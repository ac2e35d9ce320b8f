import { AF_INET, EPOLL_CLOEXEC, SOCK_CLOEXEC, SOCK_STREAM } from './constants.ts';
import { errnoName } from './errno-name.ts';
import { NativeMemory } from './native-memory.ts';
import { lastErrno, systemCalls } from './system-calls.ts';

const ONE_PAGE = 4_096;
const TRIALS = {
  epoll_create1: () => systemCalls.epollCreate(EPOLL_CLOEXEC),
  socket: () => systemCalls.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0),
};

/** Makes one of each thing the transport is made of. @returns what is not allowed here, or undefined */
export function tryEpoll(): string | undefined {
  new NativeMemory(ONE_PAGE).release();
  for (const [name, make] of Object.entries(TRIALS)) {
    const made = make();
    if (made < 0) return `${name} failed (${errnoName(lastErrno())})`;
    systemCalls.close(made);
  }
  return undefined;
}
