import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { auditResult } from '../../src/audit/audit.ts';
import type { Bias, Law } from '../../src/audit/check.ts';
import { readResults } from '../../src/audit/read-results.ts';

const OUTPUTS_FOLDER = join(import.meta.dirname, 'fixtures', 'outputs');

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

/**
 * What others printed and published with their projects; not to be had here as packages. The figures only, of k6 those
 * of its requests; each with its source.
 */
const PUBLISHED_OUTPUTS: readonly (readonly [string, string, Law[], Bias['kind'][], string])[] = [
  ['k6-rate-limiter-json.txt', 'Sweet-Poision/rate-limiter, k6-summary.json', [], [], 'nothing'],
  ['k6-ticketing-json.txt', 'noerkholis-me/high-vol-ticketing, k6-summary.json', [], [], 'nothing'],
  ['k6-one-user-json.txt', 'mn1809/K6PerformanceTesting, k6-summary.json', [], [], 'nothing'],
  [
    'oha-json.txt',
    'the README of a benchmark of GraphQL routers',
    [],
    ['unansweredInRate'],
    'two requests that the end cut off count in the rate',
  ],
  ['vegeta-gateway.txt', 'the results of NGINX Gateway Fabric', [], [], 'nothing'],
  ['vegeta-errors.txt', "the README of Opsani's load generator", [], [], 'nothing: 403 is a response'],
  [
    'vegeta-no-response.txt',
    'an article on rate limits',
    [],
    ['unansweredInLatency'],
    'a median of 0.2 ms is that of refused connections: 97 % had no response',
  ],
  [
    'vegeta-timeouts.txt',
    'the results of NGINX Gateway Fabric',
    [],
    ['unansweredInLatency'],
    'no request had a response, and all have a response time of 30 s',
  ],
  ['vegeta-json.txt', "a benchmark of Seldon's model server", [], [], 'nothing'],
  [
    'vegeta-refused-json.txt',
    'an example in a script that reads them',
    [],
    ['unansweredInLatency'],
    '30 of 50 refused',
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
      const text = readFileSync(join(OUTPUTS_FOLDER, name), 'utf8');
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

describe('of what others published', () => {
  for (const [name, source, laws, biases, what] of PUBLISHED_OUTPUTS)
    it(`${name} (${source}): ${what}`, () => {
      const [result] = readResults(readFileSync(join(OUTPUTS_FOLDER, name), 'utf8'), name);
      assert.ok(result !== undefined);
      assert.equal(result.tool, name.split('-')[0]);
      const { checks } = auditResult(result, name);
      assert.deepEqual(
        checks.filter(({ state }) => state === 'broken').map(({ law }) => law),
        laws,
      );
      assert.deepEqual(
        checks.flatMap(({ bias }) => (bias === null ? [] : [bias.kind])),
        biases,
      );
      assert.ok(checks.filter(({ state }) => state === 'holds').length >= 5);
    });
});
