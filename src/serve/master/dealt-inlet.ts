import { createServer } from 'node:net';
import type { BindAddress } from '../bind-address.ts';
import { Dealer, type Recipients } from './dealer.ts';
import type { Inlet } from './inlet.ts';

/** The master accepts, reads nothing, and deals the connections to the workers in turn. */
export function dealtInlet(bind: BindAddress, backlog: number, recipients: Recipients): Promise<Inlet> {
  const dealer = new Dealer(recipients);
  // What a server that listens itself would do when it accepts: http.Server switches Nagle's algorithm off.
  const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => dealer.deal(socket));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ ...bind, backlog }, () => {
      const address = server.address();
      resolve({
        address:
          'path' in bind || address === null || typeof address === 'string'
            ? bind
            : { ...bind, port: address.port },
        descriptor: () => undefined,
        open: () => dealer.open(),
        workerReady: () => dealer.dealWaiting(),
        workerGone: (worker) => dealer.gone(worker),
        placeClosed: () => undefined,
        close: () => {
          server.close();
          dealer.close();
        },
      });
    });
  });
}
