import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';
import { comparisonPage } from '../../../src/report/html/comparison-page.ts';
import { reportPage } from '../../../src/report/html/report-page.ts';
import { trialPage } from '../../../src/report/html/trial-page.ts';
import { compareInterleaved, compareRuns } from '../../../src/statistics/compare-runs.ts';
import { runInTurn, serverRun } from '../../statistics/fixtures/compared-runs.ts';
import {
  assertFits,
  assertOpenToAll,
  newPage,
  picturesOf,
  unfold,
  type OpenedPage,
} from '../../support/browser-page.ts';
import { CHROMIUM, findCommand, requireChromium } from '../../support/system-tools.ts';
import { EXAMPLE_RUNS } from '../fixtures/example-runs.ts';
import { HOSTILE_RUN, UNBREAKABLE } from '../fixtures/hostile-run.ts';
import { MEASURED_RUN } from '../fixtures/measured-run.ts';
import { CONNECTIONS_SWEEP } from '../fixtures/swept-runs.ts';

const THEMES = ['light', 'dark'] as const;
const DESK = { viewport: { width: 1280, height: 900 } };

const [HOSTILE_TRIAL = assert.fail()] = HOSTILE_RUN.trials;
/** A server of one worker, with requests that wait. */
const QUEUED_TRIAL =
  MEASURED_RUN.trials.find(({ condition }) => condition.workers === 1 && condition.endpoint === '/sync') ??
  assert.fail();

/** What names a side of a comparison comes from a plan, too. */
const HOSTILE_NAMES = compareInterleaved(runInTurn({ seed: 3, noise: 0.2 }), 0.05) ?? assert.fail();

const PAGES: Readonly<Record<string, () => Promise<string>>> = {
  measured: async () => reportPage(MEASURED_RUN),
  replicated: async () => reportPage(EXAMPLE_RUNS['noisy-replicates'] ?? assert.fail()),
  hostile: async () => reportPage(HOSTILE_RUN),
  sweep: async () => reportPage(CONNECTIONS_SWEEP),
  trial: async () => trialPage(QUEUED_TRIAL),
  'hostile trial': async () =>
    trialPage({ ...HOSTILE_TRIAL, load: { ...HOSTILE_TRIAL.load, url: UNBREAKABLE } }),
  comparison: async () =>
    comparisonPage(compareRuns(serverRun({ seed: 1 }), serverRun({ seed: 2, slowdown: 1.1 }), 0.05)),
  'hostile comparison': async () =>
    comparisonPage({
      ...HOSTILE_NAMES,
      b: { ...HOSTILE_NAMES.b, level: UNBREAKABLE },
      differences: [UNBREAKABLE],
    }),
};

/** Those that axe looks at; the others are made of the same elements. */
const LOOKED_AT = new Set(['measured', 'hostile', 'sweep', 'trial', 'comparison']);

describe('the report in a browser', { concurrency: false }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'loadstone-page-'));
  let browser: Browser | undefined;

  before(async () => {
    if (findCommand(CHROMIUM) === undefined) return;
    for (const [name, make] of Object.entries(PAGES)) writeFileSync(fileOf(name), await make());
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  const fileOf = (name: string): string => join(folder, `${name}.html`);

  async function opened(
    t: TestContext,
    name: string,
    options: BrowserContextOptions = {},
  ): Promise<OpenedPage | undefined> {
    if (!requireChromium(t) || browser === undefined) return undefined;
    const now = await newPage(browser, options);
    t.after(now.close);
    await now.page.goto(pathToFileURL(fileOf(name)).href);
    return now;
  }

  // One visit a page: to open it, and to have it laid out, takes longer than to look at it.
  for (const name of Object.keys(PAGES))
    it(`${name}: nothing is requested, said or cut off, from a hand's width to a wall's, and nobody is kept out`, async (t) => {
      const now = await opened(t, name);
      if (now === undefined) return;
      const { page, said, requested } = now;
      await unfold(page);
      await assertFits(page);
      assert.ok((await picturesOf(page)) > 0);
      assert.deepEqual(said, []);
      assert.deepEqual(requested, [pathToFileURL(fileOf(name)).href]);
      if (LOOKED_AT.has(name)) await assertOpenToAll(page);
    });

  it('the charts are of the theme they are looked at in', async (t) => {
    const grounds: string[] = [];
    for (const theme of THEMES) {
      const now = await opened(t, 'measured', { ...DESK, colorScheme: theme });
      if (now === undefined) return;
      grounds.push(await now.page.evaluate<string>(BAR_AND_GROUND));
    }
    assert.deepEqual(grounds, [
      'rgb(213, 94, 0) on rgb(255, 255, 255)',
      'rgb(230, 159, 0) on rgb(21, 24, 29)',
    ]);
  });

  it('the way by keyboard leads first past the contents to the answer', async (t) => {
    const now = await opened(t, 'measured', DESK);
    if (now === undefined) return;
    await now.page.keyboard.press('Tab');
    await now.page.keyboard.press('Enter');
    assert.equal(await now.page.evaluate<string>('document.activeElement.id'), 'answer');
  });
});

const BAR_AND_GROUND = `getComputedStyle(document.querySelector('#chart-throughput .wide rect')).fill + ' on ' + getComputedStyle(document.documentElement).backgroundColor`;
