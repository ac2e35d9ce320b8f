import { z } from 'zod';

const figure = z.number();
const maybe = figure.nullable();

/** The load generators that a server can be loaded with: Loadstone's own, and other tools that it runs. */
export const loadGeneratorField = z.enum(['loadstone', 'wrk', 'autocannon']);

/** What made a trial: a load generator, or the simulator, which loads a model of a server. */
export const generatorNameField = z.enum([...loadGeneratorField.options, 'simulator']);

/** Which load generator it was, and what it took of the window itself. */
export const generatorSchema = z.object({
  // Records from before there were others are Loadstone's own.
  name: generatorNameField.default('loadstone'),
  version: z
    .string()
    .nullable()
    .default(null)
    .describe("As the tool itself gives it; null for Loadstone's own, which is in `environment`"),
  threads: z
    .array(
      z.object({
        cpuMs: figure.describe('Processor time'),
        waitingForCpuMs: maybe.describe(
          'Ready to run, and no processor free; null where the system does not say',
        ),
        busyShare: figure.describe('Of the window, running or waiting for a processor'),
      }),
    )
    .describe('Empty where they were not observed'),
  wasCeiling: z.boolean().describe('A thread was busy for more than 0.9 of the window'),
});

export type LoadGenerator = z.output<typeof loadGeneratorField>;
export type Generator = z.output<typeof generatorSchema>;
