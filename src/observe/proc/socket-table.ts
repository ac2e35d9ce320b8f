import { closeSync, openSync, readSync } from 'node:fs';

export type SocketFamily = 'tcp' | 'tcp6';
export const SOCKET_FAMILIES: readonly SocketFamily[] = ['tcp', 'tcp6'];

/** A socket that listens. */
export interface ListeningSocket {
  readonly inode: number;
  /** As the kernel writes it: eight or 32 hexadecimal digits. */
  readonly address: string;
  /** Connections that are established and wait to be accepted. */
  readonly acceptQueue: number;
}

/** The sockets on one local port. */
export interface PortSockets {
  listening: ListeningSocket[];
  /** Inodes of the connections that are established and accepted; one that waits to be accepted has no inode yet. */
  established: number[];
  /** Of the established, those with bytes that their process has not read. */
  unread: number;
}

const LISTEN = '0A';
const ESTABLISHED = '01';
/** The kernel hands out a page at most. */
const buffer = Buffer.allocUnsafe(4_096);
/** Three lines. */
const SHORT = 450;

/**
 * The sockets of a family on a port, in the network namespace of a process; undefined where there are no such.
 *
 * The kernel walks its whole hash table of connections, 2 ms even where it is empty, and every socket in it is a line,
 * those that wait for their end (TIME_WAIT) included: 22 ms with 11,000. The listening ones stand first, in a table of
 * their own: who wants only those reads in short pieces, and stops before the walk, or soon after it began.
 */
export function readPortSockets(
  pid: number,
  family: SocketFamily,
  port: number,
  scope: 'listening' | 'all',
): PortSockets | undefined {
  let file: number;
  try {
    file = openSync(`/proc/${pid}/net/${family}`, 'r');
  } catch {
    return undefined;
  }
  try {
    const sockets: PortSockets = { listening: [], established: [], unread: 0 };
    const wanted = portText(port);
    const size = scope === 'listening' ? SHORT : buffer.length;
    for (let rest = '', count; (count = readSync(file, buffer, 0, size, null)) > 0;) {
      const lines = (rest + buffer.toString('latin1', 0, count)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) addSocket(line, wanted, sockets);
      if (scope === 'listening' && lines.some(isBeyondListening)) break;
    }
    return sockets;
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** As the table writes it: four hexadecimal digits. */
export const portText = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

/** `sl: ADDRESS:PORT ADDRESS:PORT STATE TX:RX timer retransmits uid timeout INODE …`; the first line is of names. */
export function addSocket(line: string, port: string, sockets: PortSockets): void {
  // Most lines are of other ports, or of the clients: those are not taken apart.
  const colon = line.indexOf(':', line.indexOf(':') + 1);
  if (!line.startsWith(port, colon + 1)) return;
  const [, local = '', , state, queues = '', , , , , inodeText] = line.trim().split(/ +/);
  const inode = Number(inodeText);
  if (state === LISTEN) {
    const [address = ''] = local.split(':');
    sockets.listening.push({ inode, address, acceptQueue: received(queues) });
  }
  if (state === ESTABLISHED && inode !== 0) {
    sockets.established.push(inode);
    if (received(queues) > 0) sockets.unread += 1;
  }
}

/** The RX of `TX:RX`: connections that wait of a socket that listens, bytes that wait of a connection. */
const received = (queues: string): number => Number.parseInt(queues.slice(queues.indexOf(':') + 1), 16);

function isBeyondListening(line: string): boolean {
  const state = line.trim().split(/ +/, 4)[3];
  return state !== LISTEN && state !== 'st';
}
