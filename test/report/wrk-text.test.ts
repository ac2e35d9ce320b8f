import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wrkText } from '../../src/report/wrk-text.ts';
import { assertGolden } from '../golden/golden.ts';
import { trialRecord, type TrialInput } from './fixtures/trial-record.ts';
import { parseWrk } from './fixtures/wrk-parser.ts';

const publishedSync: TrialInput = {
  url: 'http://127.0.0.1:8000/sync',
  ledger: { completed: 200, completedLate: 50, inFlightAtEnd: 100 },
  windowMs: 60_050,
  bytesRead: 29_207,
  requestsPerSecondPerThread: { mean: 32.61, stdev: 59.7, max: 220, withinStdevPercent: 89.29 },
  observed: { mean: 21_000, max: 30_040 },
  onTime: {
    mean: 18_040,
    stdev: 5_430,
    max: 29_999.9,
    withinStdevPercent: 66.67,
    p50: 20_010,
    p75: 20_030,
    p90: 29_990,
    p99: 29_999,
  },
};
const fast: TrialInput = {
  url: 'http://127.0.0.1:8000/healthz',
  generatorThreads: 2,
  connections: 10,
  durationMs: 10_000,
  windowMs: 10_000.4,
  ledger: { completed: 1_234_567, inFlightAtEnd: 10 },
  bytesRead: 156_790_009,
  requestsPerSecondPerThread: { mean: 61_728.35, stdev: 849.2, max: 65_000, withinStdevPercent: 71.5 },
  observed: {
    mean: 0.1529,
    stdev: 1.2345,
    max: 19.854,
    withinStdevPercent: 93.36,
    p50: 0.151,
    p75: 0.266,
    p90: 1.235,
    p99: 7.114,
  },
};

const cases: [name: string, input: TrialInput, latency: boolean][] = [
  ['sync-with-one-worker', publishedSync, true],
  ['microseconds-and-megabytes', fast, true],
  ['without-the-distribution', fast, false],
  [
    'minutes-and-gigabytes',
    {
      durationMs: 300_000,
      timeoutMs: 120_000,
      bytesRead: 3 * 2 ** 30,
      ledger: { completed: 500 },
      observed: { mean: 60_000, stdev: 51_000, max: 119_000, p50: 50_990, p75: 51_000 },
      requestsPerSecondPerThread: { mean: 1_500_000, stdev: 0, max: 2_000_000, withinStdevPercent: 100 },
    },
    true,
  ],
  ['nothing-completed', { ledger: { inFlightAtEnd: 100 } }, true],
  [
    'every-kind-of-error',
    {
      ledger: {
        completed: 12,
        completedLate: 3,
        timedOut: 4,
        failed: {
          'connect:ECONNREFUSED': 5,
          'connect:ETIMEDOUT': 1,
          'read:ECONNRESET': 7,
          'protocol:badStatusLine': 2,
          'write:EPIPE': 9,
        },
      },
      statusCodes: { 200: 5, 304: 1, 399: 1, 404: 2, 503: 3 },
      requestsPerSecondPerThread: { mean: 10, stdev: null, max: 10, withinStdevPercent: 100 },
    },
    false,
  ],
  ['only-late-ones', { ledger: { completed: 3, completedLate: 3 }, observed: { mean: 31_000 } }, false],
];

for (const [name, input, latency] of cases) {
  test(`the text of a trial is wrk's to the byte: ${name.replaceAll('-', ' ')}`, () => {
    assertGolden(`report/wrk/${name}.txt`, wrkText(trialRecord(input), { latency }));
  });
}

test("a reader of wrk's text reads the published figures back", () => {
  const figures = parseWrk(wrkText(trialRecord(publishedSync), { latency: true }));
  assert.deepEqual(figures, {
    url: 'http://127.0.0.1:8000/sync',
    threads: 4,
    connections: 100,
    latency: { mean: '18.04s', stdev: '5.43s', max: '30.00s', within: '66.67' },
    rate: { mean: '32.61', stdev: '59.70', max: '220.00', within: '89.29' },
    quantiles: { 50: '20.01s', 75: '20.03s', 90: '29.99s', 99: '30.00s' },
    requests: 200,
    runtime: '1.00m',
    read: '28.52KB',
    socketErrors: { connect: 0, read: 0, write: 0, timeout: 50 },
    errorResponses: 0,
    requestsPerSecond: 3.33,
    transferPerSecond: '486.38B',
  });
});

test('whole microseconds survive being stored as milliseconds', () => {
  for (let microseconds = 1; microseconds < 850; microseconds += 1) {
    const trial = trialRecord({ ledger: { completed: 1 }, observed: { max: microseconds / 1_000 } });
    assert.equal(parseWrk(wrkText(trial, { latency: false })).latency.max, `${microseconds}.00us`);
  }
});
