import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo } from 'node:net';

/** A port of the host that nobody listens on now; whoever takes it has to be quick, as the system gives it out again. */
export async function freePort(host: string): Promise<number> {
  const server = createServer();
  server.listen({ host, port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** @throws when somebody accepts connections there */
export async function assertClosed(host: string, port: number): Promise<void> {
  const socket = createConnection({ host, port });
  try {
    await once(socket, 'connect');
  } catch {
    return;
  } finally {
    socket.destroy();
  }
  throw new Error(`port ${port} still accepts connections after the server was stopped`);
}
