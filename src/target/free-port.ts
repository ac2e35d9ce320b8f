import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { milliseconds } from '../units.ts';

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

/** The first thread of a process may be gone a moment before the others, which have the sockets open too. */
const CLOSED_WITHIN = milliseconds(1_000);

/** @throws when somebody accepts connections there, and goes on to */
export async function assertClosed(host: string, port: number): Promise<void> {
  const end = performance.now() + CLOSED_WITHIN;
  while (await accepts(host, port)) {
    if (performance.now() > end)
      throw new Error(`port ${port} still accepts connections after the server was stopped`);
    await delay(10);
  }
}

async function accepts(host: string, port: number): Promise<boolean> {
  const socket = createConnection({ host, port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
