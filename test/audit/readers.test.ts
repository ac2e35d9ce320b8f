import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { UserError } from '../../src/errors.ts';
import { readResults } from '../../src/audit/read-results.ts';
import type { StatedFigure } from '../../src/audit/stated-figure.ts';
import type { StatedResult } from '../../src/audit/stated-result.ts';

/** What wrk 4.1.0, autocannon 9.0.0 and hey 0.1.4 printed of loads on loopback. */
const output = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'fixtures', 'outputs', name), 'utf8');

function read(text: string): StatedResult {
  const [result, ...others] = readResults(text, 'test');
  assert.ok(result !== undefined);
  assert.deepEqual(others, []);
  return result;
}

const ends = (figure: StatedFigure | null | undefined): (number | undefined)[] =>
  [figure?.least, figure?.value, figure?.most].map((value) =>
    value === undefined ? undefined : Number(value.toPrecision(6)),
  );

describe('wrk', () => {
  it('states its figures with two decimals of their unit', () => {
    const result = read(output('wrk.txt'));
    assert.deepEqual(
      [result.tool, result.loop, result.connections, result.threads, result.completed],
      ['wrk', 'closed', 20, 2, 2_992],
    );
    assert.equal(result.title, 'http://127.0.0.1:18391/?d=20&r');
    assert.deepEqual(ends(result.durationMs), [3_095, 3_100, 3_105]);
    assert.deepEqual(ends(result.latency?.meanMs), [20.305, 20.31, 20.315]);
    assert.deepEqual(ends(result.latency?.stdevMs), [11.305, 11.31, 11.315]);
    assert.deepEqual(ends(result.latency?.maxMs), [56.035, 56.04, 56.045]);
    assert.deepEqual(
      result.latency?.quantiles.map(({ share, ms }) => [share, ms.value]),
      [
        [0.5, 20.68],
        [0.75, 29.97],
        [0.9, 35.8],
        [0.99, 39.53],
      ],
    );
    assert.deepEqual(ends(result.ratePerSecond), [965.275, 965.28, 965.285]);
    assert.equal(result.bytes?.value, 654.5 * 1_024);
    // 3.1 s ÷ 149 is 20.8 ms, and 56 ms is more than twice that.
    assert.equal(result.latency?.mayHaveAddedSamples, true);
  });

  it('counts late responses as completed and times them nowhere', () => {
    const result = read(output('wrk-timeouts.txt'));
    assert.deepEqual([result.completed, result.lateLeftOut, result.latency?.count], [235, 14, 221]);
    assert.deepEqual(result.errors, [{ name: 'timeout', count: 14 }]);
    assert.equal(result.latency?.mayHaveAddedSamples, false);
  });

  it('counts failures by their kind', () => {
    const result = read(output('wrk-errors.txt'));
    assert.deepEqual([result.failed, result.lateLeftOut], [405, 0]);
    assert.deepEqual(result.errors, [{ name: 'read', count: 405 }]);
  });

  it('prints -nan where nothing completed', () => {
    const result = read(output('wrk-nan.txt'));
    assert.deepEqual([result.completed, result.latency?.count, result.latency?.meanMs?.value], [0, 0, 0]);
  });

  it('may have several results in one file, with other text around them', () => {
    const results = readResults(
      `$ wrk …\n${output('wrk.txt')}\nand then:\n${output('wrk-errors.txt')}`,
      'test',
    );
    assert.deepEqual(
      results.map(({ completed }) => completed),
      [2_992, 1_725],
    );
  });

  it('reads minutes', () => {
    const text = readFileSync(
      join(import.meta.dirname, '../golden/report/wrk/sync-with-one-worker.txt'),
      'utf8',
    );
    const result = read(text);
    assert.deepEqual(ends(result.durationMs), [59_700, 60_000, 60_300]);
    assert.deepEqual(ends(result.latency?.meanMs), [18_035, 18_040, 18_045]);
  });

  it('is an open loop where it is wrk2', () => {
    const text = output('wrk.txt').replace('Latency Distribution', '$& (HdrHistogram - Recorded Latency)');
    assert.equal(read(text).loop, 'open');
  });
});

describe('autocannon', () => {
  it('cuts its latencies to whole milliseconds and rounds their mean up', () => {
    const result = read(output('autocannon-json.txt'));
    assert.deepEqual(
      [result.tool, result.connections, result.completed, result.sent],
      ['autocannon', 10, 1_524, 1_534],
    );
    assert.deepEqual(ends(result.durationMs), [3_065, 3_070, 3_075]);
    assert.deepEqual(ends(result.latency?.meanMs), [19.1598, 19.17, 20.1702]);
    assert.equal(result.latency?.minMs?.least, 0);
    assert.deepEqual(
      result.latency?.quantiles
        .filter(({ share }) => share === 0.5 || share === 0.975)
        .map(({ ms }) => ms.value),
      [19, 38],
    );
  });

  it('gives requests up', () => {
    const result = read(output('autocannon-timeouts-json.txt'));
    assert.deepEqual([result.completed, result.timedOut, result.failed], [313, 30, 0]);
  });

  it('is found after its own progress on the lines before', () => {
    assert.equal(read(`Running 3s test\n${output('autocannon-json.txt')}`).completed, 1_524);
  });
});

describe('hey', () => {
  it('states four decimals of a second, and no connections', () => {
    const result = read(output('hey.txt'));
    assert.deepEqual([result.tool, result.connections, result.completed], ['hey', null, 971]);
    assert.deepEqual(ends(result.durationMs), [2_031.05, 2_031.1, 2_031.15]);
    assert.deepEqual(ends(result.latency?.meanMs), [20.55, 20.6, 20.65]);
    assert.equal(result.latency?.quantiles.length, 7);
    assert.equal(result.bytes?.value, 97_100);
  });

  it('counts what failed in its rate', () => {
    const result = read(output('hey-timeouts.txt'));
    assert.deepEqual([result.completed, result.timedOut, result.unansweredInRate], [179, 21, 21]);
  });
});

describe('what is not read is refused with the reason', () => {
  const refusals: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', ' \n', /there is nothing in it/],
    ['prose', 'The server is fast.', /no load generator that is known/],
    ['other JSON', '{"a":1}', /JSON, and of no load generator/],
    ['JSON that is cut short', output('autocannon-json.txt').slice(0, 300), /cut short or damaged/],
    [
      'wrk without its end',
      output('wrk.txt').slice(0, 300),
      /wrk's, but it has no line for how many requests/,
    ],
    [
      'hey without its end',
      output('hey.txt').slice(0, 200),
      /hey's, but it has no line for its status codes/,
    ],
    [
      'a figure of another type',
      output('autocannon-json.txt').replace('"duration":3.07', '"duration":"long"'),
      /autocannon's, but duration/,
    ],
    [
      'a negative count',
      output('autocannon-json.txt').replace('"errors":0', '"errors":-1'),
      /autocannon's, but errors/,
    ],
    [
      'a number that no load has',
      output('autocannon-json.txt').replace('"duration":3.07', '"duration":1e300'),
      /autocannon's, but duration/,
    ],
    ["oha's text", 'Summary:\n  Success rate:\t100.00%\n', /oha --output-format json/],
    ["k6's text", 'http_req_duration......: avg=1ms', /--summary-export/],
  ];
  for (const [name, text, message] of refusals)
    it(name, () => {
      assert.throws(
        () => readResults(text, 'the file'),
        (error) => error instanceof UserError && message.test(error.line) && error.exitCode === 2,
      );
    });
});
