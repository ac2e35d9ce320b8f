import { z } from 'zod';

const count = z.int().nonnegative();
const figure = z.number();
const maybe = figure.nullable();

/** A trial by intervals of equal length, from the start of its window. */
export const seriesSchema = z.object({
  intervalMs: figure,
  started: z.array(count),
  completed: z.array(count),
  completedLate: z.array(count),
  timedOut: z.array(count),
  failed: z.array(count),
  inFlightAtEnd: z.array(count).describe('At the end of each interval'),
  responseTimeMs: z
    .object({
      // Records from before the warm-up was looked for have none.
      geometricMean: z.array(maybe).default([]),
      p50: z.array(maybe),
      p90: z.array(maybe),
      p99: z.array(maybe),
      max: z.array(maybe),
    })
    .describe('Of the requests completed in each interval, to 1.6 %; null where there is none'),
});

/** Whether and when a trial settled, by the change-points of its response times. */
export const warmUpSchema = z.object({
  state: z
    .enum(['settled', 'neverSettled', 'tooShort', 'given'])
    .describe(
      'settled: from `cutMs` on; neverSettled: it changed until too late; tooShort: too few intervals had a completion to tell; given: the load had a warm-up before its window, so none was looked for',
    ),
  cutMs: figure.nonnegative().describe('From the start of the window; 0 where nothing was cut'),
});

export type Series = z.output<typeof seriesSchema>;
export type WarmUp = z.output<typeof warmUpSchema>;
