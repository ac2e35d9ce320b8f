import { z } from 'zod';

const predictedFigureSchema = z
  .object({
    estimate: z.number().describe('The mean over the replications'),
    least: z.number(),
    most: z
      .number()
      .describe(
        'Between the two lies a trial that the model explains: what its replications allow (99 %), and overhead up to the allowance',
      ),
  })
  .nullable()
  .describe('null: a replication does not have it');

/** What the simulator expected of a trial. */
export const predictedFiguresSchema = z.object({
  completed: predictedFigureSchema,
  steadyPerSecond: predictedFigureSchema,
  p50Ms: predictedFigureSchema.describe('Over all requests, as in responseTimeMs.censored'),
  p99Ms: predictedFigureSchema,
  meanMs: predictedFigureSchema.describe('Over the completed requests, as in responseTimeMs.observed'),
});

export const predictionSchema = z.object({
  replications: z
    .int()
    .positive()
    .describe('Simulations that differ by their seed; 1 where nothing is left to chance'),
  simulatedMs: z
    .number()
    .positive()
    .describe("The window that was simulated: the trial's own, or the first part of a busy one"),
  allowedOverheadMs: z.number().nonnegative().describe('What each request may take beyond its hold'),
  expected: predictedFiguresSchema.describe('Before the trial'),
  afterwards: predictedFiguresSchema
    .extend({ connectionsByWorker: z.array(z.int().nonnegative()).describe('The most first') })
    .nullable()
    .describe('The same with the connections of each worker as they were observed, where those were uneven'),
});

export type PredictedFigure = z.output<typeof predictedFigureSchema>;
export type PredictedFigures = z.output<typeof predictedFiguresSchema>;
export type Prediction = z.output<typeof predictionSchema>;
