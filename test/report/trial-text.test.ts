import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trialText } from '../../src/report/trial-text.ts';
import { assertGolden } from '../golden/golden.ts';
import { widest } from './fixtures/lines.ts';
import { autocannonTrial, wrkTrial } from './fixtures/other-generators.ts';
import { expectedTrial } from './fixtures/sync-vs-async.ts';
import { trialRecord, type TrialInput } from './fixtures/trial-record.ts';

const sync = expectedTrial({ workers: 1, threads: 1, endpoint: '/sync' });
const wrkWithErrors = { ...wrkTrial(sync), statusErrors: 12 };
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
  assert.match(trialText(trialRecord(sync), { color: false }), /They differ because the window ended/);
  const same = { ...sync, steadyStatePerSecond: 200 / 60 };
  assert.doesNotMatch(trialText(trialRecord(same), { color: false }), /They differ/);
});
