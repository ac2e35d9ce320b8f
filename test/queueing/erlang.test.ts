import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { erlangB, erlangC } from '../../src/queueing/erlang.ts';

/** Both formulas as they are defined, in exact fractions of whole numbers: load = loadTimes10 ÷ 10. */
function exact(servers: number, loadTimes10: number): { b: number; c: number } {
  const [a, ten] = [BigInt(loadTimes10), 10n];
  let [term, sum, factorial] = [1n, 0n, 1n];
  // Terms a^k/k! over the common denominator 10^n n!.
  const common = (k: number): bigint => {
    let product = ten ** BigInt(servers - k);
    for (let i = k + 1; i <= servers; i++) product *= BigInt(i);
    return product;
  };
  for (let k = 0; k <= servers; k++) {
    if (k > 0) [term, factorial] = [term * a, factorial * BigInt(k)];
    sum += term * common(k);
  }
  const blocked = ratio(term, sum);
  const load = loadTimes10 / 10;
  return { b: blocked, c: blocked / (1 - (load / servers) * (1 - blocked)) };
}

const ratio = (part: bigint, whole: bigint): number => Number((part * 10n ** 18n) / whole) / 1e18;

describe('Erlang’s formulas', () => {
  const published: readonly [source: string, found: number, expected: number, digits: number][] = [
    [
      'Gross & Harris 1998, chapter 2 (eye clinic): 3 doctors, 2 erlangs, 4 in 9 wait',
      erlangC(3, 2),
      4 / 9,
      12,
    ],
    [
      'Jain 1991, chapter 31 (5 terminals, 10/3 erlangs): all are busy with 0.33',
      erlangC(5, 10 / 3),
      0.33,
      2,
    ],
    ['Erlang B table: 0.01 of 4.46 erlangs is lost on 10 trunks', erlangB(10, 4.46), 0.01, 4],
    ['Erlang B table: 0.01 of 84.1 erlangs is lost on 100 trunks', erlangB(100, 84.1), 0.01, 3],
    ['one server: whoever finds it busy waits, ρ (M/M/1)', erlangC(1, 0.7), 0.7, 12],
  ];
  for (const [source, found, expected, digits] of published)
    it(source, () => assert.equal(found.toFixed(digits), expected.toFixed(digits)));

  it('are exact: against fractions of whole numbers, up to 200 servers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (servers, share) => {
          const loadTimes10 = Math.max(1, Math.round(servers * share * 10));
          if (loadTimes10 >= servers * 10) return;
          const { b, c } = exact(servers, loadTimes10);
          // The fractions are kept to 18 decimals.
          assert.ok(Math.abs(erlangB(servers, loadTimes10 / 10) - b) <= 1e-12 * b + 1e-17);
          assert.ok(Math.abs(erlangC(servers, loadTimes10 / 10) - c) <= 1e-12 * c + 1e-16);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('stay between 0 and 1, and fall with each server, for a hundred thousand', () => {
    let before = 1;
    for (const servers of [90_001, 90_100, 90_500, 91_000, 100_000]) {
      const waits = erlangC(servers, 90_000);
      assert.ok(waits >= 0 && waits < before);
      before = waits;
    }
  });

  it('let everybody wait where more comes than can be served', () => {
    assert.equal(erlangC(4, 4), 1);
    assert.throws(() => erlangC(4, -1), RangeError);
  });
});
