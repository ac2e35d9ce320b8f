import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { chartSource } from '../../../src/report/charts/chart-source.ts';
import { drawCharts } from '../../../src/report/charts/charts.ts';
import { completionsChart } from '../../../src/report/charts/completions.ts';
import { ledgerChart } from '../../../src/report/charts/ledger.ts';
import { loadPencil } from '../../../src/report/charts/pencil.ts';
import { processorChart } from '../../../src/report/charts/processor.ts';
import { residualsChart } from '../../../src/report/charts/residuals.ts';
import { serverLoadChart } from '../../../src/report/charts/server-load.ts';
import { survivalChart } from '../../../src/report/charts/survival.ts';
import { workerConnectionsChart } from '../../../src/report/charts/worker-connections.ts';
import type { StoredRun } from '../../../src/samples/run-record.ts';
import { EXAMPLE_RUNS } from '../fixtures/example-runs.ts';
import { MEASURED_RUN } from '../fixtures/measured-run.ts';
import { storedRun } from '../fixtures/stored-run.ts';
import { column, drawn, shapes } from './drawn.ts';

describe('of a run that was measured', () => {
  it('every chart has a title, an alternative, a table and a drawing in both widths', async () => {
    const charts = drawCharts(chartSource(MEASURED_RUN), await loadPencil());
    assert.deepEqual(
      charts.map(({ name }) => name),
      ['throughput', 'response-time', 'in-flight', 'completions', 'connections', 'processor', 'ledger'],
    );
    for (const { title, alternative, explanation, table, svg } of charts) {
      assert.match(title, /^\S.*[^.]$/);
      assert.ok(alternative.length > 40 && explanation.length > 40);
      assert.ok((table.keys[0]?.cells.length ?? 0) > 0 && table.columns.length > 0);
      for (const drawing of Object.values(svg)) {
        assert.match(drawing, /^<svg [^>]*viewBox="0 0 \d+ [\d.]+"/);
        assert.doesNotMatch(drawing, /<style|style="|NaN|undefined|<script|Infinity/);
      }
    }
  });

  it('the batches of 40 and of 100 are found, counted and drawn', () => {
    const chart = drawn(completionsChart, MEASURED_RUN) ?? assert.fail();
    assert.match(chart.title, /^Responses come back in batches of 40 and 100/);
    const sizes = column(chart, 'sizes');
    assert.deepEqual(sizes.slice(0, 2), ['40 40 40 40 40', '40 40 40 40 40']);
    const words = shapes(chart, 'rect title').map(({ text }) => text);
    const ofFirst = words.filter((text) => text.startsWith('/sync · workers 1 · threads 1,'));
    const drawnCount = ofFirst.reduce((sum, text) => sum + Number(/: (\d+) completed/.exec(text)?.[1]), 0);
    assert.equal(drawnCount, 200);
  });

  it('60 of 100 requests are seen to wait for the 40 slots', () => {
    const chart = drawn(serverLoadChart, MEASURED_RUN) ?? assert.fail();
    const busy = column(chart, 'mean busy slots').slice(0, 2).map(Number);
    const queued = column(chart, 'mean queued').slice(0, 2).map(Number);
    for (const index of [0, 1]) {
      assert.ok(Math.abs((busy[index] ?? 0) - 40) < 1);
      assert.ok(Math.abs((queued[index] ?? 0) - 60) < 2);
    }
  });

  it('the response time of each condition is a curve, with its crosses', () => {
    const chart = drawn(survivalChart, MEASURED_RUN) ?? assert.fail();
    const curves = shapes(chart, '.line path');
    assert.equal(curves.length, 8);
    const crosses = shapes(chart, '.dot title').map(({ text }) => text);
    assert.equal(
      crosses.every((text) => / without a response after about /.test(text)),
      true,
    );
    assert.deepEqual(
      column(chart, 'no response'),
      Array.from({ length: 8 }, () => '100'),
    );
  });

  it('processor and event-loop delay have one axis of time, one below the other', () => {
    const chart = drawn(processorChart, MEASURED_RUN) ?? assert.fail();
    const [upper, lower] = shapes(chart, 'svg svg');
    assert.ok(upper !== undefined && lower !== undefined);
    assert.equal(upper.attribute('width'), lower.attribute('width'));
    assert.equal(lower.attribute('y'), upper.attribute('height'));
    assert.equal(shapes(chart, 'svg svg .line path').length, 2 * 8);
  });
});

test('the parts of a ledger bar are the counts of the ledger', () => {
  const stored = storedRun({
    trials: [
      {
        condition: { endpoint: '/a' },
        ledger: {
          completed: 50,
          completedLate: 10,
          timedOut: 20,
          failed: { 'read:ECONNRESET': 5 },
          inFlightAtEnd: 25,
        },
      },
    ],
  });
  const chart = drawn(ledgerChart, stored) ?? assert.fail();
  const parts = shapes(chart, 'rect').map(({ attribute }) => attribute('width'));
  const whole = parts.reduce((sum, part) => sum + part, 0);
  assert.deepEqual(
    parts.map((part) => Math.round((part / whole) * 1_000) / 10),
    [40, 10, 20, 5, 25],
  );
  assert.equal(chart.title, 'All 100 requests are accounted for: 25 % timed out or failed, 10 % came late');
});

test('a ledger that does not balance is said not to', () => {
  const stored = storedRun({ trials: [{ ledger: { completed: 50, started: 60 } }] });
  const chart = drawn(ledgerChart, stored) ?? assert.fail();
  assert.match(chart.title, /^The ledger of 1 of 1 trials does not balance/);
  assert.deepEqual(column(chart, 'balances'), ['no']);
});

test('workers with too many connections are told, and drawn where they are', () => {
  const spread = [77, 16, 6, 1];
  const stored = storedRun({
    trials: [{ condition: { workers: 4 }, connectionsByWorker: spread, ledger: { completed: 10 } }],
  });
  const chart = drawn(workerConnectionsChart, stored) ?? assert.fail();
  assert.equal(chart.title, 'Connections are spread unevenly: one worker had 77 of 100');
  const at = shapes(chart, '.dot circle').map(({ attribute }) => attribute('cx'));
  const [first = 0, second = 0, third = 0] = at;
  assert.equal(at.length, 4);
  assert.ok(Math.abs((first - second) / (second - third) - (77 - 16) / (16 - 6)) < 1e-9);
});

describe('residuals', () => {
  /** Measures so many percent more than was predicted. */
  function predicted(percent: number): StoredRun {
    const stored = storedRun({
      trials: [{ condition: { workers: 1 }, steadyStatePerSecond: 100, ledger: { completed: 600 } }],
    });
    const figure = (measured: number) => {
      const estimate = measured / (1 + percent / 100);
      return { estimate, least: estimate * 0.99, most: estimate * 1.01 };
    };
    const prediction = {
      replications: 1,
      simulatedMs: 60_000,
      allowedOverheadMs: 1,
      expected: {
        completed: figure(600),
        steadyPerSecond: figure(100),
        p50Ms: null,
        p99Ms: null,
        meanMs: figure(10_000),
      },
      afterwards: null,
    };
    return { ...stored, trials: stored.trials.map((trial) => ({ ...trial, prediction })) };
  }

  it('are measured less predicted in percent of the predicted', () => {
    const chart = drawn(residualsChart, predicted(-20)) ?? assert.fail();
    assert.deepEqual(column(chart, 'completed'), ['−20.0 %']);
    assert.deepEqual(column(chart, 'steady throughput'), ['−20.0 %']);
    assert.deepEqual(column(chart, 'median response time'), ['-']);
    assert.equal(chart.title, 'The model cannot explain this trial; figures are off by up to 20 %');
  });

  it('that the model allows are explained by it', () => {
    const chart = drawn(residualsChart, predicted(0.5)) ?? assert.fail();
    assert.equal(chart.title, 'The model explains this trial; no figure is off by more than 0.5 %');
  });

  it('are not drawn where nothing was predicted', () => {
    assert.equal(drawn(residualsChart, MEASURED_RUN), undefined);
  });
});

test('whatever the run, what is drawn is no markup and has no number that is none', async () => {
  const pencil = await loadPencil();
  for (const stored of Object.values(EXAMPLE_RUNS))
    for (const { svg, name } of drawCharts(chartSource(stored), pencil))
      for (const drawing of Object.values(svg))
        assert.doesNotMatch(drawing, /NaN|undefined|Infinity|<sync>/, name);
});
