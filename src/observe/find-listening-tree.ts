import { isIP, SocketAddress } from 'node:net';
import { networkInterfaces } from 'node:os';
import { listeningSockets } from './listening-processes.ts';
import { hasEnded, readProcessStat, type ProcessStat } from './proc/process-stat.ts';
import { numericEntries } from './proc/numeric-entries.ts';
import { socketInodes } from './proc/socket-inodes.ts';

/** Listens for others on many a machine (systemd's sockets), and is the root of everything. */
const INIT = 1;

/**
 * The pid of a server that somebody else started on this machine: the topmost process that holds the socket which
 * listens on an address and port; of several that are not related the one that started first.
 * Undefined where it is on another machine, or not ours to see (another user's, in a container, not Linux).
 * @param host an address, or `localhost`
 */
export function findListeningTree(host: string, port: number): number | undefined {
  const addresses = addressesHere(host);
  if (addresses.length === 0) return undefined;
  const inodes = listeningSockets(process.pid, port)
    .filter((socket) => addresses.includes(readableAddress(socket.address)))
    .map(({ inode }) => inode);
  if (inodes.length === 0) return undefined;
  const holders = (numericEntries('/proc') ?? []).flatMap((pid) => {
    const open = pid === INIT ? undefined : socketInodes(pid);
    return open !== undefined && inodes.some((inode) => open.has(inode)) ? (readProcessStat(pid) ?? []) : [];
  });
  return topmost(holders.filter(({ state }) => !hasEnded(state)))?.pid;
}

/** Of the processes none of whose parents is among them, the one that started first. */
function topmost(holders: readonly ProcessStat[]): ProcessStat | undefined {
  const pids = new Set(holders.map(({ pid }) => pid));
  const [first] = holders
    .filter(({ parentPid }) => !pids.has(parentPid))
    .sort((one, other) => one.startedAtTicks - other.startedAtTicks || one.pid - other.pid);
  return first;
}

/** What may be listened on to be reached there: the addresses themselves and those that stand for all; none where it is not here. */
function addressesHere(host: string): string[] {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const wanted = bare === 'localhost' ? ['127.0.0.1', '::1'] : isIP(bare) === 0 ? [] : [canonical(bare)];
  return wanted.some(isHere)
    ? [...wanted, ...wanted.filter(isFour).map((address) => `::ffff:${address}`), '0.0.0.0', '::']
    : [];
}

const isFour = (address: string): boolean => isIP(address) === 4;

function isHere(address: string): boolean {
  if (address === '::1' || (isFour(address) && address.startsWith('127.'))) return true;
  return Object.values(networkInterfaces()).some((list) =>
    list?.some((own) => canonical(own.address) === address),
  );
}

/** The address of a table of sockets, as people write it: `0100007F` is 127.0.0.1. Each word is in the machine's byte order. */
export function readableAddress(hexadecimal: string): string {
  const words = hexadecimal.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => [...Buffer.from(word, 'hex')].toReversed());
  if (bytes.length === 4) return bytes.join('.');
  const groups = bytes.flatMap((byte, at) =>
    at % 2 === 0 ? [((byte << 8) | (bytes[at + 1] ?? 0)).toString(16)] : [],
  );
  return canonical(groups.join(':'));
}

/** One form for each address. */
function canonical(address: string): string {
  return isFour(address) ? address : new SocketAddress({ address, family: 'ipv6' }).address;
}
