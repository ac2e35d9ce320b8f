/**
 * Makes the pictures of README.md from a real run: `node scripts/screenshots.ts [run.json]`. Without a file the default plan is
 * measured first, at a tenth of its length and three times over, which takes four minutes. Then the default plan is measured at
 * a tenth of its length while the pages of `loadstone ui` are looked at. Needs Chromium.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';

const ROOT = resolve(import.meta.dirname, '..');
const IMAGES = join(ROOT, 'docs/images');
const LOADSTONE = [process.execPath, join(ROOT, 'src/bin.ts')] as const;
const CHROMIUM = '/usr/bin/chromium';

/** What is on a picture, from the page's top or a part of it. */
interface Picture {
  readonly name: string;
  /** A CSS selector; undefined: what is seen when the page is opened. */
  readonly part?: string;
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
}

const PICTURES: readonly Picture[] = [
  { name: 'report-light', width: 1100, height: 820, theme: 'light' },
  { name: 'report-dark', width: 1100, height: 820, theme: 'dark' },
  { name: 'completions-light', part: '#chart-completions', width: 960, height: 800, theme: 'light' },
  { name: 'completions-dark', part: '#chart-completions', width: 960, height: 800, theme: 'dark' },
];

/** The trial that goes on when the run is looked at: some are finished, more are to come. */
const SHOWN_FROM_TRIAL = 3;
const LONGEST_RUN_MS = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'loadstone-screenshots-'));
try {
  const page = join(folder, 'report.html');
  run('report', process.argv[2] ?? measured(), '--format', 'html', '--out', page);
  mkdirSync(IMAGES, { recursive: true });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  for (const picture of PICTURES) await take(browser, page, picture);
  await takeLive(browser, join(folder, 'live.sqlite'));
  await browser.close();
} finally {
  rmSync(folder, { recursive: true });
}

function measured(): string {
  const file = join(folder, 'run.json');
  run(
    'run',
    '--time-scale',
    '0.1',
    '--replicates',
    '3',
    '--no-report',
    '--json',
    file,
    '--store',
    join(folder, 'runs.sqlite'),
  );
  return file;
}

function run(...args: readonly string[]): void {
  const [node, bin] = LOADSTONE;
  const { status } = spawnSync(node, [bin, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  // With 1 a trial was not valid: a busy machine makes no worse pictures.
  if (status !== 0 && status !== 1) throw new Error(`loadstone ${args.join(' ')} ended with ${status}`);
}

async function take(
  browser: Browser,
  page: string,
  { name, part, width, height, theme }: Picture,
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    deviceScaleFactor: 1.5,
    reducedMotion: 'reduce',
    bypassCSP: true,
  });
  const opened = await context.newPage();
  await opened.goto(pathToFileURL(page).href);
  // Figures that are not in sight are not laid out, and move what is below them when they are.
  await opened.addStyleTag({ content: 'figure { content-visibility: visible !important }' });
  const path = join(IMAGES, `${name}.png`);
  await (part === undefined ? opened.screenshot({ path }) : opened.locator(part).screenshot({ path }));
  await context.close();
  process.stdout.write(`docs/images/${name}.png\n`);
}

/** The pages of `loadstone ui` while a run goes on, whose store has finished ones beside it. */
async function takeLive(browser: Browser, store: string): Promise<void> {
  run('run', '--time-scale', '0.02', '--no-report', '--quiet', '--store', store);
  const ui = started('ui', '--store', store, '--port', '0');
  const running = started('run', '--time-scale', '0.1', '--no-report', '--quiet', '--store', store);
  try {
    const url = await firstLine(ui);
    const context = await browser.newContext({
      viewport: { width: 1100, height: 820 },
      colorScheme: 'light',
      reducedMotion: 'reduce',
      // What is waited for is asked by a script of ours.
      bypassCSP: true,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(LONGEST_RUN_MS);
    await page.goto(url);
    const row = page.locator('#run-table tr', { has: page.locator('.running') });
    const link = row.locator('th a');
    await link.waitFor();
    await row.getByText(`${SHOWN_FROM_TRIAL - 1} of `).waitFor();
    await link.click();
    // As far down as its chart.
    await page.setViewportSize({ width: 1100, height: 1180 });
    // Half of a trial, so that there is something to see.
    await page.waitForFunction(
      `[...document.querySelectorAll('.live-trials progress')].some(({ value }) => value > 0.6)`,
    );
    await page.locator('#chart-live-load').waitFor();
    await shoot(page, 'ui-run');
    await context.close();
  } finally {
    for (const child of [running, ui]) await ended(child);
  }
}

function started(...args: readonly string[]): ChildProcess {
  const [node, bin] = LOADSTONE;
  return spawn(node, [bin, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('loadstone ui says nothing');
  for await (const line of createInterface(stdout)) return line;
  throw new Error('loadstone ui ended before it said where it is');
}

/** As Ctrl-C ends it. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'exit');
  child.kill('SIGINT');
  await closed;
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
  process.stdout.write(`docs/images/${name}.png\n`);
}
