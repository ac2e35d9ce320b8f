import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trialText } from '../../src/report/trial-text.ts';
import type { DurationCount } from '../../src/samples/duration-counts.ts';
import { milliseconds, millisecondsToMicroseconds } from '../../src/units.ts';
import { assertGolden } from '../golden/golden.ts';
import { widest } from './fixtures/lines.ts';
import { autocannonTrial, wrkTrial } from './fixtures/other-generators.ts';
import { expectedTrial } from './fixtures/sync-vs-async.ts';
import { trialRecord, type TrialInput } from './fixtures/trial-record.ts';

const sync = expectedTrial({ workers: 1, threads: 1, endpoint: '/sync' });
const wrkWithErrors = { ...wrkTrial(sync), statusErrors: 12 };
/** Response times in s and how often each was seen, as the record counts them. */
const seconds = (...entries: [number, number][]): DurationCount[] =>
  entries.map(([time, count]): DurationCount => [
    millisecondsToMicroseconds(milliseconds(time * 1e3)),
    count,
  ]);
const ofThree = { mean: 10_000, p50: 5_000, p90: 20_000, p99: 20_000, max: 20_000 };

const cases: [name: string, input: TrialInput][] = [
  ['sync-with-one-worker', sync],
  [
    'fast-server',
    {
      url: 'http://127.0.0.1:8000/healthz',
      timeoutPolicy: 'abort',
      timeoutMs: 2_000,
      ledger: { completed: 1_234_567, inFlightAtEnd: 100 },
      steadyStatePerSecond: 20_580.4,
      observed: { mean: 4.86, p50: 4.2, p90: 6.13, p99: 9.876, max: 31.5 },
    },
  ],
  [
    'everything-failed',
    {
      ledger: { failed: { 'connect:ECONNREFUSED': 4_321, 'read:ECONNRESET': 12 } },
      invalidReasons: ['every request failed', 'a worker died during the measurement and was replaced'],
    },
  ],
  [
    'stopped-with-errors',
    {
      windowMs: 12_345,
      timeoutPolicy: 'abort',
      ledger: { completed: 30, timedOut: 20, failed: { 'write:EPIPE': 1 }, inFlightAtEnd: 3 },
      steadyStatePerSecond: 9.1,
      statusCodes: { 200: 29, 503: 1 },
      closedByServer: 5,
    },
  ],
  [
    'most-given-up-and-some-failed',
    {
      timeoutPolicy: 'abort',
      ledger: { completed: 60, timedOut: 120, failed: { 'read:ECONNRESET': 20 }, inFlightAtEnd: 100 },
      observed: ofThree,
      ends: {
        completed: seconds([5, 40], [20, 20]),
        unanswered: seconds([10, 100], [30, 120]),
        failed: seconds([1, 20]),
      },
    },
  ],
  [
    'warm-up-left-out',
    {
      ledger: { completed: 640, inFlightAtEnd: 10 },
      durationMs: 10_000,
      steadyStatePerSecond: 62,
      steadyStateInterval: { low: 55.5, high: 69.3 },
      observed: { mean: 160, p50: 150, p90: 250, p99: 900, max: 950 },
      ends: {
        completed: seconds([0.1, 200], [0.15, 50], [0.2, 200], [0.25, 90]),
        unanswered: seconds([0.05, 10]),
      },
      warmUp: { state: 'settled', cutMs: 1_200 },
    },
  ],
  [
    'never-settled',
    {
      ledger: { completed: 500 },
      steadyStatePerSecond: 8.35,
      ends: { completed: seconds([10, 500]) },
      warmUp: { state: 'neverSettled', cutMs: 0 },
    },
  ],
  [
    'open-loop',
    {
      ledger: { completed: 2_990, inFlightAtEnd: 10 },
      durationMs: 60_000,
      arrivalsPerSecond: 50,
      steadyStatePerSecond: 49.9,
      steadyStateInterval: { low: 49.7, high: 50.1 },
      ends: { completed: seconds([0.1, 1_500], [0.2, 1_490]), unanswered: seconds([0.05, 10]) },
      observed: { mean: 149.8, p50: 100, p90: 200, p99: 200, max: 200 },
    },
  ],
  [
    'corrected-for-coordinated-omission',
    {
      ledger: { completed: 10_001 },
      steadyStatePerSecond: 50,
      expectedIntervalMs: 10,
      observed: { mean: 10.9, p50: 1, p90: 1, p99: 1, max: 100_000 },
      ends: { completed: seconds([0.001, 10_000], [100, 1]) },
      synthetic: { count: 20_000, mean: 25_000, p50: 1, p90: 80_000, p99: 98_000, max: 100_000 },
    },
  ],
  ['wrk-with-late-responses', wrkWithErrors],
  ['autocannon-with-time-outs', autocannonTrial(sync)],
];

for (const [name, input] of cases) {
  test(`a trial reads well in 80 columns: ${name.replaceAll('-', ' ')}`, () => {
    const text = trialText(trialRecord(input), { color: false });
    assert.ok(widest(text) <= 80);
    assertGolden(`report/trial/${name}.txt`, text);
  });
}

test('the two throughputs are explained only when they differ', () => {
  assert.match(trialText(trialRecord(sync), { color: false }), /observed one is 16.6 % below, because/);
  const same = { ...sync, steadyStatePerSecond: 200 / 60 };
  assert.doesNotMatch(trialText(trialRecord(same), { color: false }), / below, because/);
});
