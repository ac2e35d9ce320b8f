import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { auditResult } from '../../src/audit/audit.ts';
import type { Law } from '../../src/audit/check.ts';
import { readResults } from '../../src/audit/read-results.ts';

/** Loads on loopback of wrk 4.1.0, hey 0.1.4 and autocannon 9.0.0, with how many connections, and what is wrong with each. */
const OUTPUTS: readonly (readonly [string, number, Law[], string])[] = [
  ['wrk.txt', 20, [], 'nothing'],
  ['wrk-few-batches.txt', 50, [], 'nothing: the window ended within the fourth batch'],
  ['wrk-errors.txt', 10, [], 'nothing that can be told: requests failed'],
  ['wrk-nan.txt', 10, ['emptySample'], '0 requests and a mean of 0.00us'],
  ['wrk-timeouts.txt', 10, ['connectionTime', 'tail'], '14 responses of 2 s are in no mean and no quantile'],
  ['hey.txt', 10, [], 'nothing'],
  ['hey-timeouts.txt', 10, [], 'nothing: what was given up took its second each'],
  ['hey-rate.txt', 10, [], 'nothing: it had a rate (-q 5), which it does not state'],
  ['hey-refused.txt', 10, ['emptySample'], 'all connections refused, and a slowest of 0.0000 s'],
  ['autocannon-json.txt', 10, [], 'nothing'],
  ['autocannon-timeouts-json.txt', 10, [], 'nothing'],
  ['autocannon-workers-json.txt', 20, [], 'nothing: its samples are those of two workers'],
  ['autocannon-amount-json.txt', 10, [], 'nothing: it was done with its 200 requests long before its end'],
  ['autocannon-pipelining-json.txt', 10, [], 'nothing: ten requests at once on each connection'],
  [
    'autocannon-rate-json.txt',
    10,
    ['sameCounts', 'conservation'],
    'with a rate (-R 50) it adds samples that it did not measure: 2,420 latencies of 101 responses',
  ],
  [
    'autocannon-reset-json.txt',
    10,
    ['connectionTime', 'responseTime', 'conservation'],
    'where connections are reset it takes the next response for the lost one: latencies 18 times too long',
  ],
];

const TIMEOUTS: Readonly<Record<string, number>> = {
  'wrk-timeouts.txt': 2_000,
  'hey-timeouts.txt': 1_000,
  'autocannon-timeouts-json.txt': 1_000,
};

describe('of what the tools really print', () => {
  for (const [name, connections, laws, what] of OUTPUTS)
    it(`${name}: ${what}`, () => {
      const text = readFileSync(join(import.meta.dirname, 'fixtures', 'outputs', name), 'utf8');
      const [result] = readResults(text, name);
      assert.ok(result !== undefined);
      const { checks } = auditResult(
        { ...result, connections: result.connections ?? connections, timeoutMs: TIMEOUTS[name] ?? null },
        name,
      );
      const broken = checks.filter(({ state }) => state === 'broken');
      assert.deepEqual(
        broken.map(({ law }) => law),
        laws,
      );
    });
});
