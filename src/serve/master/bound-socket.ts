import { lookup } from 'node:dns/promises';
import * as net from 'node:net';
import { UserError } from '../../errors.ts';
import type { Balance } from '../../plan/server-settings.ts';
import type { BindAddress } from '../bind-address.ts';

/** A socket that has its address, and on which the workers that inherit its descriptor listen. Nobody accepts here. */
export interface BoundSocket {
  readonly address: BindAddress;
  readonly descriptor: number;
  close(): void;
}

/** What Node's own has and @types/node does not know yet. */
interface NodeBoundSocket {
  address(): { port: number } | string;
  fd(): number;
  close(): void;
}
type NodeBoundSocketClass = new (
  options: { host: string; port: number; reusePort: boolean } | { path: string },
) => NodeBoundSocket;

/** The host as a number, which is all that can be bound to. */
export async function resolved(bind: BindAddress): Promise<BindAddress> {
  return 'path' in bind ? bind : { host: (await lookup(bind.host)).address, port: bind.port };
}

/** @param reusePort whether other sockets may be bound to the same port, if they all say so */
export function bindSocket(bind: BindAddress, reusePort: boolean): BoundSocket {
  const Bound = boundSocketClass() as NodeBoundSocketClass;
  const socket = new Bound('path' in bind ? bind : { ...bind, reusePort });
  const address = socket.address();
  return {
    address: typeof address === 'string' || 'path' in bind ? bind : { ...bind, port: address.port },
    descriptor: socket.fd(),
    close: () => socket.close(),
  };
}

/** Throws where this Node cannot bind without listening. */
export function checkCanBind(balance: Balance): void {
  if (boundSocketClass() !== undefined && process.platform !== 'win32') return;
  throw new UserError({
    what: `${balance} needs a socket that is bound and inherited, which Node ${process.versions.node} on ${process.platform} does not have`,
    where: '--balance',
    remedy: 'Use round-robin, or Node 26.4 or newer on Linux or macOS.',
  });
}

function boundSocketClass(): unknown {
  return (net as { BoundSocket?: unknown }).BoundSocket;
}
