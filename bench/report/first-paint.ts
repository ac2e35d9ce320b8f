import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** From the beginning of the navigation to the first text on the screen, in ms, each time in a context of its own. */
export async function firstPaints(page: string, rounds: number): Promise<number[]> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const paints: number[] = [];
    // The first page of a browser pays for the browser's own start.
    for (let round = 0; round <= rounds; round++) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      const opened = await context.newPage();
      await opened.goto(pathToFileURL(page).href);
      const paint = await opened.evaluate<number>(FIRST_CONTENTFUL_PAINT);
      if (round > 0) paints.push(paint);
      await context.close();
    }
    return paints;
  } finally {
    await browser.close();
  }
}

/** In the page: it may not have been painted yet when it is loaded (Paint Timing, W3C). */
const FIRST_CONTENTFUL_PAINT = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') resolve(startTime);
  }).observe({ type: 'paint', buffered: true });
})`;
