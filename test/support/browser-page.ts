import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A hand's width, a tablet's, a wall's; in CSS pixels. */
const WIDTHS = [360, 768, 1600] as const;

/** What went on while a page was open. */
export interface OpenedPage {
  readonly page: Page;
  /** On the console, and errors of scripts. */
  readonly said: string[];
  /** URLs. */
  readonly requested: string[];
  readonly close: () => Promise<void>;
}

/** Opens an empty page in a context of its own, and takes down what goes on in it. */
export async function newPage(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: WIDTHS[0], height: 900 }, ...options });
  const page = await context.newPage();
  const [said, requested]: [string[], string[]] = [[], []];
  page.on('console', (message) => void said.push(message.text()));
  page.on('pageerror', (error) => void said.push(error.message));
  page.on('request', (request) => void requested.push(request.url()));
  return { page, said, requested, close: () => context.close() };
}

/** Opens what is folded, as clicks would. */
export const unfold = async (page: Page): Promise<void> =>
  page.evaluate(`document.querySelectorAll('details').forEach((details) => (details.open = true))`);

/** At every width nothing stands out to the side, nothing has taken the page over, and each picture that is shown has marks in it. */
export async function assertFits(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const { scrollWidth, title, drawings } = await page.evaluate<Look>(LOOK);
    assert.ok(scrollWidth <= width, `${scrollWidth} px of ${width}`);
    assert.match(title, / · Loadstone$/);
    assert.ok(
      drawings.every((marks) => marks > 0),
      drawings.join(' '),
    );
  }
}

/** Axe finds nothing in either theme; what the theme changes is the contrast. */
export async function assertOpenToAll(page: Page): Promise<void> {
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

/** How many pictures are shown. */
export const picturesOf = async (page: Page): Promise<number> =>
  (await page.evaluate<Look>(LOOK)).drawings.length;

/** In the page: how wide it is, and how many marks each picture that is shown has. */
const LOOK = `({
  scrollWidth: document.documentElement.scrollWidth,
  title: document.title,
  drawings: [...document.querySelectorAll('.picture')]
    .filter((picture) => picture.getBoundingClientRect().width > 100)
    .map((picture) => [...picture.querySelectorAll('rect,circle,path')].filter((mark) => mark.getBoundingClientRect().width > 0).length),
})`;
