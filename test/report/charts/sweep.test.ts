import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chartSource } from '../../../src/report/charts/chart-source.ts';
import type { Chart } from '../../../src/report/charts/chart.ts';
import { drawCharts } from '../../../src/report/charts/charts.ts';
import { loadPencil } from '../../../src/report/charts/pencil.ts';
import { connectionsSweepChart } from '../../../src/report/charts/sweep/connections-sweep.ts';
import { sweepAxis } from '../../../src/report/charts/sweep/sweep-axis.ts';
import type { EndpointSweep } from '../../../src/queueing/sweep-record.ts';
import { reportedSweep } from '../../../src/report/reported-sweep.ts';
import type { StoredRun } from '../../../src/samples/run-record.ts';
import { MEASURED_RUN } from '../fixtures/measured-run.ts';
import { CONNECTIONS_SWEEP, RATE_SWEEP } from '../fixtures/swept-runs.ts';
import { column, shapes } from './drawn.ts';

const pencil = await loadPencil();
const chartsOf = (stored: StoredRun): Chart[] => drawCharts(chartSource(stored), pencil);
const firstOf = (stored: StoredRun): Chart => chartsOf(stored)[0] ?? assert.fail();

describe('the curve of a sweep', () => {
  const chart = firstOf(CONNECTIONS_SWEEP);
  const levels = CONNECTIONS_SWEEP.trials.map(({ load }) => load.connections);

  it('has the slots and the knee in its title', () => {
    assert.equal(chart.name, 'sweep');
    assert.equal(chart.title, '/sync serves 12 requests at once: the knee is at 12 [12, 12] connections');
    assert.match(chart.alternative, /1 connection: [\d.]+\/s in 1\d\d(\.\d)?ms/);
  });

  it('has a dot for each trial in both panels, and a cross for one that was left out', () => {
    const [upper, lower] = ['svg svg:first-child', 'svg svg:last-child'];
    for (const panel of [upper, lower]) {
      const words = shapes(chart, `${panel} .dot title`).map(({ text }) => text);
      assert.equal(words.length, levels.length);
      assert.deepEqual(
        words.filter((text) => text.endsWith('(left out)')).map((text) => text.split(':')[0]),
        ['6 connections'],
      );
    }
    assert.ok(chart.legend.some(({ label }) => label === 'left out (1)'));
  });

  it('has the knee at twelve connections on the logarithmic axis that the dots are on', () => {
    const [knee] = shapes(chart, 'svg svg:first-child .rule[stroke-dasharray] line');
    // The first trial has one connection, and the ends of the axis are those of the levels with a margin.
    const dots = shapes(chart, 'svg svg:first-child .dot circle').map(({ attribute }) => attribute('cx'));
    const [left, right] = [Math.min(...dots), Math.max(...dots)];
    const share = Math.log(12) / Math.log(Math.max(...levels));
    const at = knee?.attribute('x1') ?? Number.NaN;
    assert.ok(Math.abs(at - (left + share * (right - left))) < 1.5, `${at}`);
  });

  it('has the concluded curve, the other fits and the asymptotic bounds', () => {
    const labels = chart.legend.map(({ label }) => label);
    assert.equal(labels[2], 'slots, as concluded');
    for (const label of ['processors, fitted', 'contention (USL), fitted', 'asymptotic bounds', 'knee'])
      assert.ok(labels.includes(label), label);
    assert.equal(shapes(chart, 'svg svg:first-child .line path').length, 2 + 3);
  });

  it('has a table behind it, and stands in place of the bars', () => {
    assert.equal(column(chart, 'model').length, new Set(levels).size - 1);
    const names = chartsOf(CONNECTIONS_SWEEP).map(({ name }) => name);
    assert.equal(names.includes('throughput'), false);
    assert.equal(new Set(names).size, names.length);
  });
});

describe('what else a sweep may conclude', () => {
  const [found = assert.fail()] = reportedSweep(CONNECTIONS_SWEEP)?.endpoints ?? [];
  const cases: [ceiling: EndpointSweep['ceiling'], title: RegExp][] = [
    ['blockedLoop', /^\/sync serves 12 requests at once, and nothing else meanwhile: the knee is at 12 /],
    ['cpu', /^The processors hold \/sync at 1[12]\d\/s: the knee is at 12 \[12, 12\] connections$/],
    ['contention', /^What only one request can do at a time holds \/sync at 1[12]\d\/s: /],
    ['none', /^\/sync has no ceiling up to \d+ connections$/],
    ['undetermined', /^What holds \/sync cannot be told from these trials$/],
  ];
  for (const [ceiling, title] of cases)
    it(`${ceiling}: is said, and the curve that explains it stands out`, () => {
      const isOfSlots = ceiling === 'blockedLoop';
      const knee = ceiling === 'none' || ceiling === 'undetermined' ? null : found.knee;
      const sweep = { ...found, ceiling, knee, slots: isOfSlots ? found.slots : null };
      const chart = connectionsSweepChart(sweep, 'sweep', CONNECTIONS_SWEEP, pencil) ?? assert.fail();
      assert.match(chart.title, title);
      assert.doesNotMatch(chart.svg.wide, /NaN|undefined|Infinity/);
      const concluded = chart.legend.filter(({ label }) => label.endsWith('as concluded')).length;
      assert.equal(concluded, ceiling === 'undetermined' ? 0 : 1);
    });
});

describe('the curve of a search for the highest rate', () => {
  const chart = firstOf(RATE_SWEEP);

  it('has the bracket in its title, and a dot for each trial', () => {
    assert.match(
      chart.title,
      /^\/sync takes \d+(\.\d)? \[117, 124\] arrivals a second before its queue grows$/,
    );
    const served = shapes(chart, 'svg svg:first-child .dot title').map(({ text }) => text);
    assert.equal(served.length, RATE_SWEEP.trials.length);
    assert.match(served[0] ?? '', /^60\.0\/s offered: [56]\d\.\d\/s served, .*the queue does not grow$/);
    assert.match(served[1] ?? '', /^160\/s offered: 1[12]\d\/s served, .*the queue grows$/);
  });
});

it('no number of a sweep is none, and other runs have no such chart', () => {
  for (const stored of [CONNECTIONS_SWEEP, RATE_SWEEP])
    for (const { svg } of chartsOf(stored))
      for (const drawing of Object.values(svg))
        assert.doesNotMatch(drawing, /NaN|undefined|Infinity|<style|style="/);
  assert.ok(chartsOf(MEASURED_RUN).every(({ name }) => !name.startsWith('sweep')));
});

describe('the axis of a sweep', () => {
  it('is logarithmic where the levels span more than a power of ten', () => {
    assert.deepEqual(sweepAxis(1, 1_000).ticks, [1, 10, 100, 1_000]);
    assert.deepEqual(sweepAxis(1, 100).ticks, [1, 2, 5, 10, 20, 50, 100]);
    assert.deepEqual(
      [sweepAxis(1, 100).type, sweepAxis(10, 100).type, sweepAxis(7, 7).type],
      ['log', 'linear', 'linear'],
    );
  });

  it('begins at nothing where it is linear', () => {
    const { domain, ticks } = sweepAxis(80, 100);
    assert.equal(domain[0], 0);
    assert.deepEqual(ticks, [0, 50, 100]);
  });
});
