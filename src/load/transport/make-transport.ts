import type { TransportName } from './choose-transport.ts';
import { NodeTransport } from './node-transport.ts';
import type { TcpTransportOptions, Transport, TransportEvents, TransportOptions } from './transport.ts';

/** Loads the transport that was chosen, which needs koffi or not. @returns what makes it */
export async function makeTransport(
  name: TransportName,
  options: TransportOptions,
): Promise<(events: TransportEvents) => Transport> {
  switch (name) {
    case 'uring': {
      const { UringTransport } = await import('./uring-transport.ts');
      return (events) => new UringTransport(overTcp(options), events);
    }
    case 'epoll': {
      const { EpollTransport } = await import('./epoll-transport.ts');
      return (events) => new EpollTransport(overTcp(options), events);
    }
    case 'node':
      return (events) => new NodeTransport(options, events);
  }
}

function overTcp(options: TransportOptions): TcpTransportOptions {
  const { endpoint } = options;
  if ('path' in endpoint || options.tls !== undefined)
    throw new Error('this transport speaks plain TCP only');
  return { ...options, endpoint };
}
