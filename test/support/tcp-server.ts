import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A server of bytes, which can misbehave in any way a test wants. */
export interface TcpServer extends AsyncDisposable {
  port: number;
  /** How many connections have been accepted. */
  readonly accepted: number;
}

/**
 * Listens on a free port.
 * @param onRequest called with each piece of a request that arrives, whose end is the blank line
 */
export async function startTcpServer(
  onRequest: (socket: Socket) => void,
  onConnection: (socket: Socket) => void = () => {},
  host = '127.0.0.1',
): Promise<TcpServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((socket) => {
    accepted++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let pending = '';
    socket.on('data', (bytes) => {
      pending += bytes.toString('latin1');
      for (let end = pending.indexOf('\r\n\r\n'); end !== -1; end = pending.indexOf('\r\n\r\n')) {
        pending = pending.slice(end + 4);
        onRequest(socket);
      }
    });
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A whole response with a length. */
export const OK_RESPONSE = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
