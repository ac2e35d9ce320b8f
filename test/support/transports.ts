import { describe, it } from 'node:test';
import { chooseTransport, type TransportName } from '../../src/load/transport/choose-transport.ts';
import { skipOrFail } from './system-tools.ts';

const WORKS = {
  node: true,
  epoll: await works('epoll'),
  uring: await works('uring'),
};

/** Defines the same tests for every transport; where one does not work they are skipped, and it is said. */
export function describeTransports(name: string, define: (transport: TransportName) => void): void {
  for (const transport of ['node', 'epoll', 'uring'] as const) {
    describe(`${name}, over ${transport}:`, () => {
      if (WORKS[transport]) define(transport);
      else it('works here', (t) => skipOrFail(t, 'needs Linux on x64 or arm64, koffi, and leave to use it'));
    });
  }
}

async function works(transport: TransportName): Promise<boolean> {
  return chooseTransport(transport).then(
    () => true,
    () => false,
  );
}
