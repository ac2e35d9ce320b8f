import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addSocket, portText, type PortSockets } from '../../../src/observe/proc/socket-table.ts';

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const LISTENING =
  '   0: 0100007F:1F90 00000000:0000 0A 00000000:0000002B 00:00000000 00000000  1000        0 4711 1 0000 100 0 0 10 0';
const ACCEPTED =
  '  12: 0100007F:1F90 0100007F:C350 01 00000000:00000000 02:00000AF0 00000000  1000        0 4712 2 0000 20 4 30 10 -1';
/** Accepted, and 78 bytes of it are not read. */
const UNREAD =
  '  14: 0100007F:1F90 0100007F:C353 01 00000000:0000004E 02:00000AF0 00000000  1000        0 4714 2 0000 20 4 30 10 -1';
/** Established, and not accepted: it has no inode. */
const WAITING =
  '  13: 0100007F:1F90 0100007F:C351 01 00000000:00000000 00:00000000 00000000     0        0 0 2 0000 20 4 30 10 -1';
const CLIENT =
  '12345: 0100007F:C350 0100007F:1F90 01 00000000:00000000 02:00000AF0 00000000  1000        0 4713 2 0000 20 4 30 10 -1';
const TIME_WAIT =
  '  15: 0100007F:1F90 0100007F:C352 06 00000000:00000000 03:00001771 00000000     0        0 0 3 0000';
const SIX =
  '   1: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000003 00:00000000 00000000  1000        0 4720 1 0000 100 0 0 10 0';

function socketsOf(lines: readonly string[]): PortSockets {
  const sockets: PortSockets = { listening: [], established: [], unread: 0 };
  for (const line of lines) addSocket(line, portText(8_080), sockets);
  return sockets;
}

test('of the sockets on a port those count that listen, and those that were accepted', () => {
  assert.deepEqual(socketsOf([HEAD, LISTENING, ACCEPTED, WAITING, CLIENT, TIME_WAIT, SIX]), {
    listening: [
      { inode: 4711, address: '0100007F', acceptQueue: 43 },
      { inode: 4720, address: '00000000000000000000000001000000', acceptQueue: 3 },
    ],
    established: [4712],
    unread: 0,
  });
});

test('of the accepted connections those are counted whose request lies unread', () => {
  const { established, unread } = socketsOf([HEAD, LISTENING, ACCEPTED, UNREAD, WAITING, CLIENT]);
  assert.deepEqual([established, unread], [[4712, 4714], 1]);
});

test('a port is looked for as the table writes it', () => {
  assert.deepEqual([80, 8_080, 65_535].map(portText), ['0050', '1F90', 'FFFF']);
});
