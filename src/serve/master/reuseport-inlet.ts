import { withPort, type BindAddress } from '../bind-address.ts';
import { bindSocket, type BoundSocket } from './bound-socket.ts';
import type { Inlet } from './inlet.ts';

/**
 * One socket a place, between which the kernel spreads the connections. It belongs to the place: whichever worker has
 * that now listens on it, so that what lies in its accept queue outlives the worker.
 */
export function reuseportInlet(bind: BindAddress, asGiven: BindAddress): Inlet {
  // Bound without SO_REUSEPORT first: two servers that both have it would take the same port and not notice.
  const probe = bindSocket(bind, false);
  const address = withPort(bind, probe.address);
  probe.close();
  const sockets = new Map<number, BoundSocket>();
  const socketOf = (place: number): BoundSocket => {
    const socket = sockets.get(place) ?? bindSocket(address, true);
    sockets.set(place, socket);
    return socket;
  };
  socketOf(0);
  return {
    address: withPort(asGiven, address),
    descriptor: (place) => socketOf(place).descriptor,
    open: () => undefined,
    workerReady: () => undefined,
    workerGone: () => undefined,
    placeClosed: (place) => {
      sockets.get(place)?.close();
      sockets.delete(place);
    },
    close: () => {
      for (const socket of sockets.values()) socket.close();
    },
  };
}
