import { isIPv6 } from 'node:net';
import { AF_INET, AF_INET6 } from './constants.ts';

/** The bytes of a `sockaddr_in` or `sockaddr_in6`, as `connect` and `bind` take them. */
export function socketAddress(host: string, port: number): Buffer {
  return isIPv6(host) ? ipv6Address(host, port) : ipv4Address(host, port);
}

/** The family of an address, to make a socket of. */
export function addressFamily(host: string): number {
  return isIPv6(host) ? AF_INET6 : AF_INET;
}

function ipv4Address(host: string, port: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16LE(AF_INET, 0);
  bytes.writeUInt16BE(port, 2);
  bytes.set(ipv4Bytes(host), 4);
  return bytes;
}

function ipv6Address(host: string, port: number): Buffer {
  const bytes = Buffer.alloc(28);
  bytes.writeUInt16LE(AF_INET6, 0);
  bytes.writeUInt16BE(port, 2);
  // A port, a flow label that stays zero, then the address; the scope of link-local addresses stays zero too.
  bytes.set(ipv6Bytes(host), 8);
  return bytes;
}

function ipv4Bytes(text: string): number[] {
  return text.split('.').map(Number);
}

/** Reads `::1`, `2001:db8::7`, `::ffff:127.0.0.1`; the text has to be a valid address. */
function ipv6Bytes(text: string): number[] {
  const [before = [], after] = text.split('::').map(groupBytes);
  if (after === undefined) return before;
  const zeros = 16 - before.length - after.length;
  return [...before, ...Array.from({ length: zeros }, () => 0), ...after];
}

function groupBytes(groups: string): number[] {
  if (groups === '') return [];
  return groups.split(':').flatMap((group) => {
    if (group.includes('.')) return ipv4Bytes(group);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}
