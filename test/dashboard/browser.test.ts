import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, describe, it, type TestContext } from 'node:test';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import {
  assertFits,
  assertOpenToAll,
  newPage,
  picturesOf,
  unfold,
  type OpenedPage,
} from '../support/browser-page.ts';
import { startLoadstone, type RunningCommand } from '../support/cli.ts';
import { CHROMIUM, findCommand, requireChromium } from '../support/system-tools.ts';
import { BROWSED_PAGES, writeBrowsedRuns } from './fixtures/browsed-pages.ts';
import { storePath } from './fixtures/dashboard.ts';
import { SEEN, seenOn } from './fixtures/seen-parts.ts';

/** For what takes a moment on a machine that has nothing else to do. */
const PATIENCE_MS = 60_000;

/** Two trials of 7 s, a request of which takes half a second. */
const PLAN = {
  name: 'watched',
  target: { kind: 'embedded', workers: 1, poolSize: 4, hold: '5s' },
  load: { generatorThreads: 1, connections: 8, duration: '70s', timeout: '30s' },
  factors: { endpoint: ['/sync', '/async'] },
};

// The real run is mostly waited for, so the pages are looked at meanwhile.
describe('loadstone ui in a browser', { concurrency: 2 }, () => {
  const stores = { written: storePath(), empty: storePath() };
  const commands: RunningCommand[] = [];
  const urls = { written: '', empty: '' };
  let browser: Browser | undefined;

  before(async () => {
    if (findCommand(CHROMIUM) === undefined) return;
    writeBrowsedRuns(stores.written);
    [urls.written, urls.empty, browser] = await Promise.all([
      servedAt(stores.written),
      servedAt(stores.empty),
      chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] }),
    ]);
  });
  after(async () => {
    await browser?.close();
    for (const { process: child } of commands) child.kill('SIGINT');
    await Promise.all(commands.map(({ finished }) => finished));
  });

  /** Starts a command that is ended with the tests. */
  function start(...args: readonly string[]): RunningCommand {
    const command = startLoadstone(args);
    commands.push(command);
    return command;
  }

  async function servedAt(store: string): Promise<string> {
    const { output, process: child } = start('ui', '--store', store, '--port', '0');
    while (!output.stdout.includes('Ctrl-C')) {
      assert.equal(child.exitCode, null, output.stderr);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return output.stdout.split('\n')[0] ?? '';
  }

  /** An empty page that waits as long as it takes, and is closed with the test. */
  async function opened(t: TestContext, options?: BrowserContextOptions): Promise<OpenedPage | undefined> {
    if (!requireChromium(t) || browser === undefined) return undefined;
    const now = await newPage(browser, options);
    t.after(now.close);
    now.page.setDefaultTimeout(PATIENCE_MS);
    await now.page.addInitScript(SEEN);
    return now;
  }

  it('a run in another process is seen as it goes, from an empty store to its report', async (t) => {
    const [list, run] = [await opened(t), await opened(t)];
    if (list === undefined || run === undefined) return;
    await list.page.goto(urls.empty);
    await list.page.getByText('Nothing has been run yet').waitFor();
    await assertFits(list.page);
    await assertOpenToAll(list.page);

    const plan = `${stores.empty}.json`;
    writeFileSync(plan, JSON.stringify(PLAN));
    const command = start(
      'run',
      plan,
      '--time-scale',
      '0.1',
      '--store',
      stores.empty,
      '--quiet',
      '--no-report',
    );
    const link = list.page.locator('#run-table tbody th a');
    await link.waitFor();
    await run.page.goto(new URL((await link.getAttribute('href')) ?? '', urls.empty).href);
    const box = list.page.locator('#run-table input');
    await box.press('Space');
    const download = run.page.getByRole('link', { name: 'JSON', exact: true });
    await download.focus();

    await run.page.locator('#run-status .finished').waitFor();
    await list.page.locator('#run-table .finished').waitFor();
    // Beside a browser that draws a trial may not be one to trust, which the command says with 1.
    const { signal, stderr } = await command.finished;
    assert.deepEqual({ signal, stderr }, { signal: null, stderr: '' });
    // The report has its ration of the time, and comes after the state.
    await run.page.getByText('The run is over: nothing changes any more.').waitFor();

    const seen = await seenOn(run.page);
    assert.ok(seen.states.includes('running'), seen.states.join());
    assert.equal(seen.states.at(-1), 'finished');
    assert.ok(seen.trials.size > 0);
    assert.ok(seen.mostMarks > 0);
    for (const [name, shares] of seen.trials) {
      assert.match(name, /^Trial [12]: \/a?sync$/);
      assert.ok(
        shares.every((share, at) => share >= (shares[at - 1] ?? 0)),
        shares.join(' '),
      );
    }
    // The pages come last on a machine that has too much to do, and one of the two may be over by then.
    assert.ok([...seen.trials.values()].some((shares) => shares.length > 1));
    assert.ok((await seenOn(list.page)).states.includes('running'));

    assert.equal(await run.page.locator('#live').count(), 0);
    assert.equal(await run.page.locator('#chart-throughput').count(), 1);
    assert.equal(await run.page.locator('#contents a[href="#charts"]').count(), 1);
    assert.equal(await run.page.locator('#trials tbody tr').count(), 2);
    assert.ok((await picturesOf(run.page)) > 0);
    for (const [{ page, said, requested }, focused] of [
      [list, box],
      [run, download],
    ] as const) {
      assert.ok(await focused.evaluate((element) => element.matches(':focus')), 'the focus is where it was');
      assert.equal((await seenOn(page)).loads, 1);
      assertAlone({ said, requested }, urls.empty);
      await assertFits(page);
    }
    assert.ok(await box.isChecked());
  });

  for (const [name, { path, status = 200, shows }] of Object.entries(BROWSED_PAGES))
    it(`${name} shows what it has at every width, to everybody, and asks nobody else`, async (t) => {
      const now = await opened(t);
      if (now === undefined) return;
      const { page, said, requested } = now;
      assert.equal((await page.goto(`${urls.written}${path}`))?.status(), status);
      await page.locator(shows).first().waitFor({ state: 'attached' });
      await unfold(page);
      await assertFits(page);
      await assertOpenToAll(page);
      // The console says of a page that is not there that it is not.
      const others = said.filter((text) => status === 200 || !text.includes(`status of ${status}`));
      assertAlone({ said: others, requested }, urls.written);
    });

  it('without scripts every page shows the same', async (t) => {
    const now = await opened(t, { javaScriptEnabled: false });
    if (now === undefined) return;
    for (const { path, shows } of Object.values(BROWSED_PAGES)) {
      await now.page.goto(`${urls.written}${path}`);
      assert.ok(await now.page.locator(shows).first().isVisible(), path);
      assert.ok(await now.page.locator('h1').isVisible(), path);
    }
    assert.ok(now.requested.every((url) => !url.includes('/assets/') && !url.includes('/events')));
  });

  it('without scripts and mouse two runs are chosen and compared', async (t) => {
    const now = await opened(t, { javaScriptEnabled: false });
    if (now === undefined) return;
    const { page } = now;
    await page.goto(urls.written);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    for (const id of ['after', 'before']) {
      await tabTo(page, `input[value="${id}"]`);
      await page.keyboard.press('Space');
    }
    await tabTo(page, 'form[action="/compare"] button');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/compare?*');
    assert.deepEqual(new URL(page.url()).searchParams.getAll('run').toSorted(), ['after', 'before']);
    await page.locator('#charts .narrow').first().waitFor();

    await page.goto(`${urls.written}compare`);
    for (const id of ['measured', 'before']) {
      await tabTo(page, '.choose input');
      await page.keyboard.type(id);
    }
    await tabTo(page, '.choose button');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/compare?run=measured&run=before');
    await page.locator('#charts .narrow').first().waitFor();
  });

  it('the way by keyboard leads past the navigation', async (t) => {
    const now = await opened(t);
    if (now === undefined) return;
    for (const [path, target] of [
      ['', 'runs'],
      ['runs/measured', 'answer'],
    ] as const) {
      await now.page.goto(`${urls.written}${path}`);
      await now.page.keyboard.press('Tab');
      await now.page.keyboard.press('Enter');
      assert.equal(await now.page.evaluate<string>('document.activeElement.id'), target);
    }
  });
});

/** Nothing was complained of, and nothing was asked of any other server. */
function assertAlone({ said, requested }: Pick<OpenedPage, 'said' | 'requested'>, url: string): void {
  assert.deepEqual(said, []);
  assert.deepEqual(
    requested.filter((one) => !one.startsWith(url) && one !== 'data:,'),
    [],
  );
}

/** There are fewer stops on a page. */
const MOST_TABS = 100;

async function tabTo(page: Page, selector: string): Promise<void> {
  const isThere = `document.activeElement.matches(${JSON.stringify(selector)})`;
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate<boolean>(isThere)) return;
  }
  assert.fail(`no way by Tab to ${selector}`);
}
