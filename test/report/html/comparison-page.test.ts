import assert from 'node:assert/strict';
import { before, describe, it, test } from 'node:test';
import { parseHTML } from 'linkedom';
import { loadPencil } from '../../../src/report/charts/pencil.ts';
import { ratiosChart } from '../../../src/report/charts/ratios.ts';
import { comparisonPage } from '../../../src/report/html/comparison-page.ts';
import type { Comparison } from '../../../src/samples/comparison.ts';
import { compareInterleaved, compareRuns } from '../../../src/statistics/compare-runs.ts';
import { runInTurn, serverRun } from '../../statistics/fixtures/compared-runs.ts';
import { shapes } from '../charts/drawn.ts';

const MARGIN = 0.05;
const a = serverRun({ seed: 1, noise: 0.005 });
const SLOWER = compareRuns(a, serverRun({ seed: 3, noise: 0.005, slowdown: 2.5 }), MARGIN);
const NOISY = compareRuns(a, serverRun({ seed: 3, noise: 0.1, slowdown: 1.1 }), MARGIN);

const pencil = await loadPencil();
const textsOf = (page: string, selector: string): string[] =>
  [...parseHTML(page).document.querySelectorAll(selector)].map((element) =>
    (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
  );

describe('the page of a comparison', () => {
  let page = '';
  before(async () => {
    page = await comparisonPage(SLOWER);
  });

  it('has the verdict first, then the largest difference, and how sure that is', () => {
    const [verdict, largest, certainty] = textsOf(page, '#answer dd');
    assert.equal(verdict, 'b is slower than a in every condition, 8 of them.');
    assert.match(largest ?? '', /^Mean response time for .*: 2\.\d+ × \[.*\], slower\.$/);
    assert.match(certainty ?? '', /^Valid trials a condition: 5 of a, 5 of b/);
  });

  it('has the table, the picture and what was not alike', () => {
    assert.deepEqual(textsOf(page, 'main h2'), ['The answer', 'Charts', 'Figures', 'What else differs']);
    assert.equal(textsOf(page, '#figures tbody tr').length, 8);
    assert.match(textsOf(page, '#differences p')[0] ?? '', /are alike/);
  });
});

test('where nothing differs that is said, and where nothing can be told that is', async () => {
  const same = compareRuns(a, serverRun({ seed: 2, noise: 0.005 }), MARGIN);
  const single = compareRuns(
    serverRun({ seed: 4, replicates: 1 }),
    serverRun({ seed: 5, replicates: 1 }),
    MARGIN,
  );
  const verdictOf = async (comparison: Comparison) =>
    textsOf(await comparisonPage(comparison), '#answer dd')[0];
  assert.equal(await verdictOf(same), 'b is equivalent to a within 5 % in every condition, 8 of them.');
  assert.equal(
    await verdictOf(single),
    'It cannot be told whether b is slower or faster than a, in any condition.',
  );
});

test('what was not measured alike, and what only one of the two has, is said', async () => {
  const [left] = a.run.plan.conditions;
  const other = {
    run: { ...a.run, timeScale: 0.1 },
    trials: a.trials.filter(({ condition }) => JSON.stringify(condition) !== JSON.stringify(left)),
  };
  const page = await comparisonPage(compareRuns(a, other, MARGIN));
  assert.deepEqual(textsOf(page, '#differences li')[0], 'time scale: 1 in a, 0.1 in b');
  assert.match(textsOf(page, '#answer dd').at(-1) ?? '', /time scale: 1 in a, 0\.1 in b/);
});

test('two that were measured in turn go by their names', async () => {
  const comparison = compareInterleaved(runInTurn({ seed: 4, slowdown: 2 }), MARGIN) ?? assert.fail();
  const page = await comparisonPage(comparison);
  assert.deepEqual(textsOf(page, 'h1'), [`${comparison.b.level} against ${comparison.a.level}`]);
  assert.match(
    textsOf(page, '#answer dd')[0] ?? '',
    new RegExp(`^${comparison.b.level} is slower than ${comparison.a.level} `),
  );
});

describe('the chart of the ratios', () => {
  const chart = ratiosChart(NOISY, pencil) ?? assert.fail();
  const ratios = ratiosOf(NOISY);

  it('has each ratio where its logarithm is, the margin about 1, and no difference at 1', () => {
    const dots = shapes(chart, '.dot path, .dot circle').length;
    assert.equal(dots, ratios.length);
    const one = shapes(chart, '.rule line').map(({ attribute }) => attribute('x1'));
    const places = placesOf(chart.svg.wide);
    assert.equal(places.length, ratios.length);
    const origin = one[0] ?? assert.fail();
    const scales = places.map((place, index) => (place - origin) / Math.log(ratios[index] ?? 1));
    for (const scale of scales) assert.ok(Math.abs(scale - (scales[0] ?? 0)) < 1e-6, scales.join(' '));
    const [band] = shapes(chart, '.rect rect');
    const width = band?.attribute('width') ?? 0;
    assert.ok(Math.abs(width - 2 * Math.log(1 + MARGIN) * (scales[0] ?? 0)) < 1e-6, `${width}`);
  });

  it('has the verdict in words beside each', () => {
    const words = shapes(chart, 'text').map(({ text }) => text);
    for (const verdict of ['slower', 'inconclusive'] as const) {
      const expected = NOISY.conditions
        .flatMap(({ metrics }) => metrics)
        .filter((one) => one.verdict === verdict);
      assert.ok(expected.length > 0);
      assert.equal(words.filter((word) => word === verdict).length, expected.length);
    }
  });

  it('is not drawn where there is no ratio', () => {
    const conditions = NOISY.conditions.map((one) => ({
      ...one,
      metrics: [],
      missing: 'noFigures' as const,
    }));
    assert.equal(ratiosChart({ ...NOISY, conditions }, pencil), undefined);
  });
});

/** Panel by panel, in the order of the rows. */
function ratiosOf({ conditions }: Comparison): number[] {
  return (['steadyStatePerSecond', 'responseTimeMeanMs'] as const).flatMap((metric) =>
    conditions.flatMap(({ metrics }) => metrics.find((one) => one.metric === metric)?.ratio.estimate ?? []),
  );
}

/** The middle of each mark, from left to right of its panel's edge. */
function placesOf(svg: string): number[] {
  const { document } = parseHTML(`<!doctype html><html><body>${svg}</body></html>`);
  return [...document.querySelectorAll('.dot > *')].map((mark) =>
    mark.hasAttribute('cx')
      ? Number(mark.getAttribute('cx'))
      : Number(/translate\(([-\d.]+)/.exec(mark.getAttribute('transform') ?? '')?.[1]),
  );
}
