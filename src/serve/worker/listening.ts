import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';

/** Listens on a socket that the master has bound; other workers may listen on the same one. */
export function listenOn(server: Server, descriptor: number, backlog: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ fd: descriptor, backlog }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Accepts no more; what is connected stays. Does nothing where connections are handed over. */
export function stopListening(server: Server): void {
  // Not http.Server's own close, which also closes the idle connections: their next requests may be on their way.
  if (server.listening) NetServer.prototype.close.call(server);
}
