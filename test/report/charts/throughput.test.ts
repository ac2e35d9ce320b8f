import assert from 'node:assert/strict';
import { test } from 'node:test';
import { throughputChart } from '../../../src/report/charts/throughput.ts';
import { EXAMPLE_RUNS } from '../fixtures/example-runs.ts';
import { storedRun } from '../fixtures/stored-run.ts';
import { column, drawn, shapes } from './drawn.ts';

test('bars are as long as the throughputs of the record are to each other', () => {
  const perSecond = [120, 30, 75];
  const stored = storedRun({
    trials: perSecond.map((steadyStatePerSecond, index) => ({
      condition: { workers: index + 1, endpoint: '/a' },
      steadyStatePerSecond,
      ledger: { completed: 60 },
    })),
  });
  for (const width of ['wide', 'narrow'] as const) {
    const chart = drawn(throughputChart, stored) ?? assert.fail();
    const lengths = shapes(chart, 'rect', width).map(({ attribute }) => attribute('width'));
    assert.equal(lengths.length, 3);
    for (const [index, rate] of perSecond.entries())
      assert.ok(Math.abs((lengths[index] ?? 0) / (lengths[0] ?? 1) - rate / 120) < 1e-9);
  }
});

test('its title names the fastest and the slowest, its table has every figure', () => {
  const chart = drawn(throughputChart, EXAMPLE_RUNS['full-length'] ?? assert.fail()) ?? assert.fail();
  assert.equal(
    chart.title,
    'Fastest is /async, and /sync with workers 4: 9.98/s; slowest is /sync with workers 1: 4.00/s',
  );
  assert.deepEqual(column(chart, 'steady'), ['4.00', '4.00', ...Array.from({ length: 6 }, () => '9.98')]);
  assert.deepEqual(column(chart, 'published').slice(0, 3), ['3.33', '3.33', '8.33']);
  assert.deepEqual(new Set(column(chart, 'held by')), new Set(['its slots', 'the offered load']));
});

test('an interval is drawn where there is one, and what is published where something was', () => {
  const noisy = drawn(throughputChart, EXAMPLE_RUNS['noisy-replicates'] ?? assert.fail()) ?? assert.fail();
  assert.ok(noisy.legend.some(({ label }) => label === '95 % interval'));
  const long = drawn(throughputChart, EXAMPLE_RUNS['long-keys'] ?? assert.fail()) ?? assert.fail();
  assert.deepEqual(
    long.legend.map(({ label }) => label).filter((label) => /interval|published/.test(label)),
    [],
  );
});

test('where nothing was measured there is nothing to draw', () => {
  assert.equal(drawn(throughputChart, EXAMPLE_RUNS['not-begun'] ?? assert.fail()), undefined);
});
