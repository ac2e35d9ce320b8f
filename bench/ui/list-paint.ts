import { chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/**
 * From the beginning of the navigation to the frame after so many of some elements are in the document with its style, in ms,
 * each time in a context of its own.
 */
export async function paintTimes(
  url: string,
  { selector, count }: { readonly selector: string; readonly count: number },
  rounds: number,
): Promise<number[]> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const paints: number[] = [];
    // The first page of a browser pays for the browser's own start.
    for (let round = 0; round <= rounds; round++) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      await page.addInitScript(frameAfter(selector, count));
      await page.goto(url);
      const painted = await page.evaluate<number>('globalThis.painted');
      if (round > 0) paints.push(painted);
      await context.close();
    }
    return paints;
  } finally {
    await browser.close();
  }
}

/** In the page: a style sheet holds up the first frame, and a frame is asked for once the one before is drawn. */
const frameAfter = (
  selector: string,
  count: number,
): string => `globalThis.painted = new Promise((resolve) => {
  const isThere = () => document.querySelectorAll(${JSON.stringify(selector)}).length === ${count};
  const look = () => requestAnimationFrame(isThere() ? () => resolve(performance.now()) : look);
  look();
})`;
