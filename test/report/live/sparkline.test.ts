import assert from 'node:assert/strict';
import { it } from 'node:test';
import { joined, sparkline } from '../../../src/report/live/sparkline.ts';

const drawn: readonly [counts: number[], blocks: string][] = [
  [[], ''],
  [[0, 0], '▁▁'],
  [[1, 1], '██'],
  [[0, 1, 1_000], '▁▂█'],
  [[1, 2, 3, 4, 5, 6, 7], '▂▃▄▅▆▇█'],
];
for (const [counts, blocks] of drawn)
  it(`draws ${JSON.stringify(counts)} as ${blocks || 'nothing'}`, () =>
    assert.equal(sparkline(counts), blocks));

const joins: readonly [
  name: string,
  counts: number[],
  whole: number,
  room: number,
  result: number[],
  each: number,
][] = [
  ['none where there is room', [1, 2, 3], 6, 6, [1, 2, 3], 1],
  ['so many that the whole has room', [1, 2, 3, 4], 12, 6, [3, 7], 2],
  ['leaving out what is not complete', [1, 2, 3], 12, 6, [3], 2],
  ['those there are, where nobody knows how many there will be', [1, 2, 3, 4], 0, 2, [3, 7], 2],
  ['all of them in no room at all', [1, 2, 3], 3, 0, [6], 3],
];
for (const [name, counts, whole, room, result, each] of joins)
  it(`joins neighbours: ${name}`, () =>
    assert.deepEqual(joined(counts, whole, room), { counts: result, each }));
