import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { boundedCache } from '../../src/dashboard/bounded-cache.ts';
import { nextDrawingMs } from '../../src/dashboard/drawing-ration.ts';
import { listPath, listQuery } from '../../src/dashboard/pages/list-query.ts';
import { runState, type RunState } from '../../src/dashboard/run-state.ts';
import type { RunSummary } from '../../src/store/run-store.ts';

describe('the state of a run', () => {
  const at = (seconds: number): string => new Date(seconds * 1_000).toISOString();
  const cases: readonly [Partial<RunSummary>, RunState][] = [
    [{ state: 'running', startedAt: at(995), liveAt: null }, 'starting'],
    [{ state: 'running', startedAt: at(984), liveAt: null }, 'brokeOff'],
    [{ state: 'running', startedAt: at(100), liveAt: at(990) }, 'running'],
    [{ state: 'running', startedAt: at(100), liveAt: at(985) }, 'running'],
    [{ state: 'running', startedAt: at(100), liveAt: at(984) }, 'brokeOff'],
    // Another machine's clock, or one that was set.
    [{ state: 'running', startedAt: at(1_005), liveAt: null }, 'starting'],
    [{ state: 'running', startedAt: at(100), liveAt: at(1_005) }, 'running'],
    [{ state: 'running', startedAt: 'some day', liveAt: null }, 'brokeOff'],
    [{ state: 'running', startedAt: at(100), liveAt: at(1_010) }, 'running'],
    [{ state: 'running', startedAt: at(100), liveAt: at(4_600) }, 'brokeOff'],
    [{ state: 'running', startedAt: at(4_600), liveAt: null }, 'brokeOff'],
    [{ state: 'finished', startedAt: at(100), liveAt: null }, 'finished'],
    [{ state: 'interrupted', startedAt: at(100), liveAt: at(999) }, 'interrupted'],
  ];
  for (const [summary, state] of cases)
    it(`is ${state}: ${JSON.stringify(summary)}`, () => {
      assert.equal(runState(summary as RunSummary, 1_000_000), state);
    });
});

describe('drawing', () => {
  for (const [startedMs, tookMs, nextMs] of [
    [0, 0, 0],
    [1_000, 100, 2_000],
    [5_000, 1_500, 20_000],
  ] as const)
    it(`that took ${tookMs} ms from ${startedMs} on waits until ${nextMs}`, () => {
      assert.equal(nextDrawingMs({ startedMs, tookMs }), nextMs);
    });

  it('takes a tenth of the time, however long each takes', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.1, max: 5_000, noNaN: true }), { minLength: 1 }), (times) => {
        let nowMs = 0;
        for (const tookMs of times) nowMs = nextDrawingMs({ startedMs: nowMs, tookMs });
        const drawing = times.reduce((sum, tookMs) => sum + tookMs, 0);
        assert.ok(drawing <= 0.1 * nowMs * (1 + 1e-9));
      }),
    );
  });
});

describe('a bounded cache', () => {
  it('forgets what was asked for the longest ago', () => {
    const cache = boundedCache<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    assert.equal(cache.get('a'), 1);
    cache.set('c', 3);
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => cache.get(key)),
      [1, undefined, 3],
    );
  });

  it('keeps what a key was given last', () => {
    const cache = boundedCache<number>(1);
    cache.set('a', 1);
    cache.set('a', 2);
    assert.equal(cache.get('a'), 2);
  });
});

describe('the query of the list', () => {
  const cases: readonly [query: unknown, page: number, plan: string][] = [
    [{}, 1, ''],
    [{ page: '3', plan: ' mine ' }, 3, 'mine'],
    [{ page: '0' }, 1, ''],
    [{ page: '-1' }, 1, ''],
    [{ page: '1e9' }, 1, ''],
    [{ page: 'x', plan: ['a', 'b'] }, 1, ''],
    [{ plan: 'x'.repeat(999) }, 1, 'x'.repeat(200)],
  ];
  for (const [query, page, plan] of cases)
    it(`is read from ${JSON.stringify(query).slice(0, 40)}`, () => {
      assert.deepEqual(listQuery(query), { page, plan });
    });

  it('is written so that it is read again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.string({ maxLength: 60 }), (page, text) => {
        const query = { page, plan: text.trim() };
        const { searchParams } = new URL(listPath(query), 'http://localhost');
        assert.deepEqual(listQuery(Object.fromEntries(searchParams)), query);
      }),
    );
  });
});
