import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Rest } from '../../src/target/rest.ts';
import { milliseconds } from '../../src/units.ts';

/** Each look: ticks used so far, and processes there are, 100 ms after the one before. @returns for how long it was at rest by each */
function restOf(looks: readonly [ticks: number, processes: number][]): number[] {
  const rest = new Rest();
  return looks.map(([ticks, processes], index) =>
    rest.look({ at: milliseconds(index * 100), ticks, processes }),
  );
}

it('rest begins with the last look at which work was seen', () => {
  assert.deepEqual(
    restOf([
      [10, 4],
      [30, 4],
      [31, 4],
      [31, 4],
      [32, 4],
    ]),
    [0, 0, 100, 200, 300],
  );
});

it('a process that comes, goes or gives way to another ends it', () => {
  assert.deepEqual(
    restOf([
      [10, 4],
      [10, 4],
      [10, 5],
      [10, 5],
      [4, 5],
      [4, 5],
      [4, 4],
    ]),
    [0, 100, 0, 100, 0, 100, 0],
  );
});
