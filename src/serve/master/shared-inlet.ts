import { withPort, type BindAddress } from '../bind-address.ts';
import { bindSocket } from './bound-socket.ts';
import type { Inlet } from './inlet.ts';

/** One socket on which every worker listens: whoever wakes first accepts. */
export function sharedInlet(bind: BindAddress, asGiven: BindAddress): Inlet {
  const socket = bindSocket(bind, false);
  return {
    address: withPort(asGiven, socket.address),
    descriptor: () => socket.descriptor,
    open: () => undefined,
    workerReady: () => undefined,
    workerGone: () => undefined,
    placeClosed: () => undefined,
    close: () => socket.close(),
  };
}
