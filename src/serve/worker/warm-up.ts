import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Endpoint } from '../app.ts';
import { NO_ENDPOINT } from '../threads/thread-data.ts';

const CONNECTIONS = 20;
/** On each connection, one after the other: 600 in all take about 0.1 s, and later ones are no faster. */
const REQUESTS = 30;
const REQUEST = 'GET / HTTP/1.1\r\nHost: loadstone\r\n\r\n';

/** What these ask for: no handler of the app, which may count its calls, or take long. */
export const WARM_UP_ENDPOINT: Endpoint = {
  index: NO_ENDPOINT,
  method: 'GET',
  path: '/',
  kind: 'async',
  handler: async () => ({ status: 'ok' }),
  takesRequest: false,
};

/**
 * Sends the worker requests of its own over loopback before it is ready. Code that has never run costs ten times as
 * much: without this, the first 40 of 100 requests reached their threads over 30 ms, and the slots kept these
 * distances for the rest of a trial; with it, over 9 ms.
 */
export async function warmUp(accept: (socket: Socket) => void): Promise<void> {
  const listener = createServer({ noDelay: true }, accept);
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  await Promise.all(Array.from({ length: CONNECTIONS }, () => sendRequests(port)));
  await new Promise((resolve) => listener.close(resolve));
}

/** Resolves when the last response is in, or when the connection ends before. */
function sendRequests(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let left = REQUESTS;
    const send = (): void => void socket.write(REQUEST);
    socket.on('connect', send);
    // Responses are small and come one at a time: each is one piece.
    socket.on('data', () => {
      left -= 1;
      if (left === 0) socket.destroy();
      else send();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve());
  });
}
