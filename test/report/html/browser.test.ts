import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { comparisonPage } from '../../../src/report/html/comparison-page.ts';
import { reportPage } from '../../../src/report/html/report-page.ts';
import { trialPage } from '../../../src/report/html/trial-page.ts';
import type { StoredRun } from '../../../src/samples/run-record.ts';
import { compareInterleaved, compareRuns } from '../../../src/statistics/compare-runs.ts';
import { runInTurn, serverRun } from '../../statistics/fixtures/compared-runs.ts';
import { CHROMIUM, findCommand, requireChromium } from '../../support/system-tools.ts';
import { EXAMPLE_RUNS } from '../fixtures/example-runs.ts';
import { MEASURED_RUN } from '../fixtures/measured-run.ts';
import { storedRun } from '../fixtures/stored-run.ts';

const THEMES = ['light', 'dark'] as const;
const WIDTHS = [360, 768, 1600] as const;

/** A plan that would take over a page that lets it, with words that do not break by themselves. */
const UNBREAKABLE = `<script>document.title='taken over'</script>${'unbreakable'.repeat(12)}`;

const HOSTILE: StoredRun = storedRun({
  name: UNBREAKABLE,
  trials: [`/<script>document.title='taken over'</script>`, `/${'a-very-long-endpoint-'.repeat(8)}`].map(
    (endpoint, index) => ({
      condition: { workers: 1, endpoint },
      ledger: { completed: 600, inFlightAtEnd: 10 },
      steadyStatePerSecond: 10 + 50 * index,
    }),
  ),
});

const [HOSTILE_TRIAL = assert.fail()] = HOSTILE.trials;
/** A server of one worker, with requests that wait. */
const QUEUED_TRIAL =
  MEASURED_RUN.trials.find(({ condition }) => condition.workers === 1 && condition.endpoint === '/sync') ??
  assert.fail();

/** What names a side of a comparison comes from a plan, too. */
const HOSTILE_NAMES = compareInterleaved(runInTurn({ seed: 3, noise: 0.2 }), 0.05) ?? assert.fail();

const PAGES: Readonly<Record<string, () => Promise<string>>> = {
  measured: async () => reportPage(MEASURED_RUN),
  replicated: async () => reportPage(EXAMPLE_RUNS['noisy-replicates'] ?? assert.fail()),
  hostile: async () => reportPage(HOSTILE),
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
const LOOKED_AT = new Set(['measured', 'hostile', 'trial', 'comparison']);

/** What went on while a page was open. */
interface Opened {
  readonly page: Page;
  readonly said: string[];
  readonly requested: string[];
}

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
    width: number,
    theme: 'light' | 'dark',
  ): Promise<Opened | undefined> {
    if (!requireChromium(t) || browser === undefined) return undefined;
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme });
    t.after(async () => context.close());
    const page = await context.newPage();
    const [said, requested]: [string[], string[]] = [[], []];
    page.on('console', (message) => void said.push(message.text()));
    page.on('pageerror', (error) => void said.push(error.message));
    page.on('request', (request) => void requested.push(request.url()));
    await page.goto(pathToFileURL(fileOf(name)).href);
    return { page, said, requested };
  }

  // One visit a page: to open it, and to have it laid out, takes longer than to look at it.
  for (const name of Object.keys(PAGES))
    it(`${name}: nothing is requested, said or cut off, from a hand's width to a wall's, and nobody is kept out`, async (t) => {
      const now = await opened(t, name, WIDTHS[0], 'light');
      if (now === undefined) return;
      const { page, said, requested } = now;
      await unfold(page);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const { scrollWidth, title, drawings } = await page.evaluate<Look>(LOOK);
        assert.ok(scrollWidth <= width, `${scrollWidth} px of ${width}`);
        assert.match(title, / · Loadstone$/);
        assert.ok(drawings.length > 0 && drawings.every((marks) => marks > 0), drawings.join(' '));
      }
      assert.deepEqual(said, []);
      assert.deepEqual(requested, [pathToFileURL(fileOf(name)).href]);
      if (LOOKED_AT.has(name)) await assertOpenToAll(page);
    });

  it('the charts are of the theme they are looked at in', async (t) => {
    const grounds: string[] = [];
    for (const theme of THEMES) {
      const now = await opened(t, 'measured', 1280, theme);
      if (now === undefined) return;
      grounds.push(await now.page.evaluate<string>(BAR_AND_GROUND));
    }
    assert.deepEqual(grounds, [
      'rgb(213, 94, 0) on rgb(255, 255, 255)',
      'rgb(230, 159, 0) on rgb(21, 24, 29)',
    ]);
  });

  it('the way by keyboard leads first past the contents to the answer', async (t) => {
    const now = await opened(t, 'measured', 1280, 'light');
    if (now === undefined) return;
    await now.page.keyboard.press('Tab');
    await now.page.keyboard.press('Enter');
    assert.equal(await now.page.evaluate<string>('document.activeElement.id'), 'answer');
  });
});

/** Opens what is folded, as clicks would. */
const unfold = async (page: Page): Promise<void> =>
  page.evaluate(`document.querySelectorAll('details').forEach((details) => (details.open = true))`);

/** Axe finds nothing in either theme; what the theme changes is the contrast. */
async function assertOpenToAll(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  for (const [colorScheme, options] of [
    ['light', {}],
    ['dark', { runOnly: ['color-contrast'] }],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    const violations = await page.evaluate<string[]>(
      `axe.run(${JSON.stringify(options)}).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html + ' ' + nodes[0].failureSummary))`,
    );
    assert.deepEqual(violations, [], colorScheme);
  }
}

interface Look {
  readonly scrollWidth: number;
  readonly title: string;
  readonly drawings: readonly number[];
}

/** In the page: how wide it is, and how many marks each picture that is shown has. */
const LOOK = `({
  scrollWidth: document.documentElement.scrollWidth,
  title: document.title,
  drawings: [...document.querySelectorAll('.picture')]
    .filter((picture) => picture.getBoundingClientRect().width > 100)
    .map((picture) => [...picture.querySelectorAll('rect,circle,path')].filter((mark) => mark.getBoundingClientRect().width > 0).length),
})`;

const BAR_AND_GROUND = `getComputedStyle(document.querySelector('#chart-throughput .wide rect')).fill + ' on ' + getComputedStyle(document.documentElement).backgroundColor`;
