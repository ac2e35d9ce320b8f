import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it, test } from 'node:test';
import { parseHTML } from 'linkedom';
import { diagnose } from '../../../src/diagnosis/diagnosis.ts';
import { drawTrialCharts } from '../../../src/report/charts/charts.ts';
import { loadPencil } from '../../../src/report/charts/pencil.ts';
import { trialSource } from '../../../src/report/charts/trial-source.ts';
import { pageFile } from '../../../src/report/html/page-file.ts';
import { trialBody } from '../../../src/report/html/trial-body.ts';
import { trialPage } from '../../../src/report/html/trial-page.ts';
import { trialMarkdown } from '../../../src/report/trial-markdown.ts';
import type { StoredRun } from '../../../src/samples/run-record.ts';
import type { TrialRecord } from '../../../src/samples/trial-record.ts';
import { readRecordFile } from '../../../src/store/record-file.ts';
import { EXAMPLE_RUNS } from '../fixtures/example-runs.ts';
import { MEASURED_RUN } from '../fixtures/measured-run.ts';
import { trialRecord } from '../fixtures/trial-record.ts';

const pencil = await loadPencil();

function pageOf(trial: TrialRecord, stored?: StoredRun): string {
  const source = trialSource(trial, stored);
  return pageFile(trialBody(source, drawTrialCharts(source, pencil)), trial);
}

const textsOf = (page: string, selector: string): string[] =>
  [...parseHTML(page).document.querySelectorAll(selector)].map((element) =>
    (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
  );

/** Behind the queue for 40 slots, with 100 at once. */
const QUEUED =
  MEASURED_RUN.trials.find(({ condition }) => condition.endpoint === '/sync' && condition.workers === 1) ??
  assert.fail();

describe('the page of a trial of a run', () => {
  let page = '';
  before(() => {
    page = pageOf(QUEUED, MEASURED_RUN);
  });

  it('is named by its levels, and says what limits it as the run does, with the change', () => {
    const { workers, threads } = QUEUED.condition;
    assert.deepEqual(textsOf(page, 'h1'), [`/sync · workers ${workers} · threads ${threads}`]);
    const [, , limit, change] = textsOf(page, '#answer dd');
    assert.match(limit ?? '', /^40 slots for 100 requests at once: 40 ÷ 1s = 40\.0\/s at most/);
    assert.match(change ?? '', /^3 workers in place of 1, or 100 slots a worker in place of 40/);
  });

  it('has the ledger as an equation that holds', () => {
    const counts = textsOf(page, '.equation b').map((text) => Number(text.replaceAll(',', '')));
    const signs = textsOf(page, '.equation .sign');
    assert.equal(signs.indexOf('='), counts.length - 1 - 4);
    const begun = counts.slice(0, -4).reduce((sum, count) => sum + count, 0);
    assert.equal(
      begun,
      counts.slice(-4).reduce((sum, count) => sum + count, 0),
    );
    assert.equal(counts.at(-4), QUEUED.ledger.completed);
  });

  it('speaks of one trial, not of conditions', () => {
    const charts = textsOf(page, '#charts h3, #charts figcaption, #charts .table caption');
    assert.ok(charts.length >= 3 * 5, charts.join('\n'));
    for (const text of charts) assert.doesNotMatch(text, /condition|trials|this trial:/, text);
  });

  it('has headings in order and a caption for every table', () => {
    assert.deepEqual(textsOf(page, 'main h2'), [
      'The answer',
      'What became of every request',
      'Response times',
      'Charts',
      'Findings',
      'How it was measured',
    ]);
    for (const caption of textsOf(page, 'table caption')) assert.notEqual(caption, '');
    assert.equal(textsOf(page, 'table').length, textsOf(page, 'table caption').length);
  });
});

test('a trial has the ceiling of its condition, where that is one trial', () => {
  const ceilings = diagnose(MEASURED_RUN).map(({ ceiling, condition }) => [condition, ceiling]);
  const own = ceilings.map(([condition]) => {
    const trial = MEASURED_RUN.trials.find(
      (one) => JSON.stringify(one.condition) === JSON.stringify(condition),
    );
    const { diagnosis } = trialSource(trial ?? assert.fail(), MEASURED_RUN);
    return [condition, diagnosis.ceiling];
  });
  assert.deepEqual(own, ceilings);
});

test('a trial that stands alone is named by what was requested, and its page holds its record', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loadstone-trial-'));
  try {
    const file = join(folder, 'trial.html');
    const page = await trialPage(QUEUED);
    writeFileSync(file, page);
    assert.deepEqual(readRecordFile(file), { kind: 'trial', trial: QUEUED });
    assert.deepEqual(textsOf(page, 'h1'), [QUEUED.load.url]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every kind of trial has a page and Markdown, whatever is not known of it', () => {
  for (const [name, stored] of Object.entries(EXAMPLE_RUNS))
    for (const trial of stored.trials.slice(0, 2)) {
      const text = pageOf(trial).replace(/<script[^]*<\/script>/, '') + trialMarkdown(trial);
      assert.doesNotMatch(text, /undefined|NaN|Infinity|\[object|null/, name);
    }
});

test('an invalid trial says so before anything else', () => {
  const page = pageOf(trialRecord({ invalidReasons: ['the machine was busy'], ledger: { completed: 5 } }));
  assert.deepEqual(textsOf(page, 'header .caution'), [
    'Invalid. Nothing is to be concluded from it: the machine was busy.',
  ]);
});

test('what comes from outside is text on the page of a trial too', () => {
  const attack = `"><script>alert(1)</script><img src=x onerror=alert(2)>`;
  const page = pageOf(
    trialRecord({
      condition: { endpoint: `/${attack}`, [attack]: attack },
      ledger: { completed: 20, failed: { [attack]: 2 } },
      invalidReasons: [attack],
    }),
  );
  const { document } = parseHTML(page);
  assert.equal(document.querySelectorAll('script').length, 1);
  assert.equal(document.querySelectorAll('img,[onerror]').length, 0);
  assert.equal(page.split('</script>').length, 2);
});
