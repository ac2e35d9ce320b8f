/**
 * Makes the pictures of README.md from a real run: `node scripts/screenshots.ts [run.json]`. Without a file the default plan is
 * measured first, at a tenth of its length and three times over, which takes four minutes. Needs Chromium.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';

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
  { name: 'report-phone', width: 390, height: 844, theme: 'light' },
  ...['throughput', 'completions'].flatMap((chart) =>
    (['light', 'dark'] as const).map((theme) => ({
      name: `${chart}-${theme}`,
      part: `#chart-${chart}`,
      width: 960,
      height: 800,
      theme,
    })),
  ),
];

const folder = mkdtempSync(join(tmpdir(), 'loadstone-screenshots-'));
try {
  const page = join(folder, 'report.html');
  run('report', process.argv[2] ?? measured(), '--format', 'html', '--out', page);
  mkdirSync(IMAGES, { recursive: true });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  for (const picture of PICTURES) await take(browser, page, picture);
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
  if (status !== 0) throw new Error(`loadstone ${args.join(' ')} ended with ${status}`);
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
