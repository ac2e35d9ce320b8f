import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { parseAuxiliaryVector, systemConstants } from '../../../src/observe/proc/system-constants.ts';
import { requireTool } from '../../support/system-tools.ts';

test(
  'the kernel and getconf say the same of ticks and pages',
  { skip: process.platform !== 'linux' },
  (t) => {
    if (!requireTool(t, 'getconf', 'libc-bin')) return;
    const asked = ['CLK_TCK', 'PAGESIZE'].map((name) =>
      Number(execFileSync('getconf', [name], { encoding: 'utf8' })),
    );
    const { ticksPerSecond, pageBytes } = systemConstants();
    assert.deepEqual([ticksPerSecond, pageBytes], asked);
  },
);

test('an auxiliary vector is pairs of words, of four bytes or of eight', () => {
  const pairs = [6, 65_536, 17, 100, 0, 0];
  const expected = [
    [6, 65_536],
    [17, 100],
    [0, 0],
  ];
  const narrow = new Uint8Array(Uint32Array.from(pairs).buffer);
  const wide = new Uint8Array(BigUint64Array.from(pairs.map(BigInt)).buffer);
  assert.deepEqual([...parseAuxiliaryVector(narrow, 4)], expected);
  assert.deepEqual([...parseAuxiliaryVector(wide, 8)], expected);
});
