import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';

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
export function startTcpServer(
  onRequest: (socket: Socket) => void,
  onConnection: (socket: Socket) => void = () => {},
  host = '127.0.0.1',
): Promise<TcpServer> {
  return listen(createServer(), { host, port: 0 }, onRequest, onConnection);
}

/** Listens on a unix socket. */
export function startUnixServer(path: string, onRequest: (socket: Socket) => void): Promise<TcpServer> {
  return listen(createServer(), { path }, onRequest);
}

/** Lets a server that was just made listen; over TLS `onRequest` and `onConnection` get what is decrypted. */
export async function listen(
  server: Server,
  address: ListenOptions,
  onRequest: (socket: Socket) => void,
  onConnection: (socket: Socket) => void = () => {},
): Promise<TcpServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
    socket.on('error', () => {});
    readRequests(socket, onRequest);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(address, resolve));
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : 0,
    get accepted() {
      return accepted;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function readRequests(socket: Socket, onRequest: (socket: Socket) => void): void {
  let pending = '';
  socket.on('data', (bytes) => {
    pending += bytes.toString('latin1');
    for (let end = pending.indexOf('\r\n\r\n'); end !== -1; end = pending.indexOf('\r\n\r\n')) {
      pending = pending.slice(end + 4);
      onRequest(socket);
    }
  });
}

/** A whole response with a length. */
export const OK_RESPONSE = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
