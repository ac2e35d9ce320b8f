import assert from 'node:assert/strict';
import { it } from 'node:test';
import { liveLoadChart } from '../../../src/report/charts/live-load.ts';
import { loadPencil } from '../../../src/report/charts/pencil.ts';
import type { LiveTrial } from '../../../src/samples/live-run.ts';
import { column, shapes } from './drawn.ts';

const pencil = await loadPencil();

const trial: LiveTrial = {
  position: 1,
  replicate: 1,
  condition: { endpoint: '/a' },
  because: null,
  state: 'loaded',
  durationMs: 10_000,
  elapsedMs: 4_100,
  counters: { completed: 62, completedLate: 5, timedOut: 4, failed: 3, inFlight: 7 },
  series: { intervalMs: 1_000, completed: [0, 40, 0, 20], inFlight: [100, 60, 80, 50] },
};

it('shows what came back and what is in flight, up to the end of the window', () => {
  const chart = liveLoadChart([trial], pencil) ?? assert.fail();
  assert.equal(chart.title, '62 responses so far, and 7 in flight');
  const [higher, lower] = shapes(chart, '.rect rect').map(({ attribute }) => ({
    height: attribute('height'),
    right: attribute('x') + attribute('width'),
  }));
  assert.ok(Math.abs((higher?.height ?? 0) / (lower?.height ?? 1) - 2) < 1e-9);
  // A drawing of 10 s in which 4 s have passed.
  assert.equal(shapes(chart, '.rect rect').length, 2);
  assert.ok((lower?.right ?? 0) < 0.25 * 800);
  assert.deepEqual(
    shapes(chart, '.rect title').map(({ text }) => text),
    ['/a, 1s to 2s: 40 completed', '/a, 3s to 4s: 20 completed'],
  );
  assert.equal(shapes(chart, '.line path').length, 1);
  assert.deepEqual(
    ['completed', 'late', 'timed out', 'failed', 'in flight'].flatMap((header) => column(chart, header)),
    ['62', '5', '4', '3', '7'],
  );
});

it('shows several trials that go on at once, each by its name', () => {
  const other: LiveTrial = { ...trial, position: 2, condition: { endpoint: '/b' }, counters: null };
  const chart = liveLoadChart([trial, other], pencil) ?? assert.fail();
  assert.equal(chart.title, '122 responses so far in 2 trials at once, and 57 in flight');
  assert.deepEqual(column(chart, 'failed'), ['3', '-']);
  assert.deepEqual(shapes(chart, '.text text').filter(({ text }) => /\/[ab]/.test(text)).length >= 4, true);
});

it('has nothing to show of a trial that has not begun, and no number that is none', () => {
  const empty = { intervalMs: 1_000, completed: [], inFlight: [] };
  assert.equal(liveLoadChart([{ ...trial, series: empty }], pencil), undefined);
  assert.equal(liveLoadChart([{ ...trial, durationMs: null }], pencil), undefined);
  assert.equal(liveLoadChart([], pencil), undefined);
  const nothing = { intervalMs: 1_000, completed: [0, 0], inFlight: [0, 0] };
  const { svg } = liveLoadChart([{ ...trial, series: nothing, counters: null }], pencil) ?? assert.fail();
  assert.doesNotMatch(svg.wide + svg.narrow, /NaN|Infinity|undefined/);
});
