import { z } from 'zod';

const count = z.int().nonnegative();
const figure = z.number();

/** The machine a trial ran on, and what ran it. */
export const environmentSchema = z.object({
  cpuModel: z.string(),
  cpuCount: count,
  memoryBytes: count,
  platform: z.string(),
  kernel: z.string(),
  architecture: z.string(),
  nodeVersion: z.string(),
  loadstoneVersion: z.string(),
  loadAverageBefore: z.array(figure).length(3).describe('1, 5 and 15 minutes, before the trial'),
});

export type Environment = z.output<typeof environmentSchema>;
