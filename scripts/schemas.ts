/** The JSON Schemas of what people write and read, from the Zod schemas that check them: `npm run schemas`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { comparisonSchema } from '../src/samples/comparison.ts';
import { planSchema } from '../src/plan/plan.ts';
import { sweepSchema } from '../src/queueing/sweep-record.ts';
import { runFileSchema } from '../src/samples/run-record.ts';
import { trialRecordSchema } from '../src/samples/trial-record.ts';

const SCHEMAS = {
  'plan.schema.json': planSchema.meta({ title: 'A Loadstone plan' }),
  'run.schema.json': runFileSchema.meta({
    title: 'A Loadstone run, its finished trials, and what follows from them',
  }),
  'comparison.schema.json': comparisonSchema.meta({ title: 'A comparison of two Loadstone runs' }),
  'sweep.schema.json': sweepSchema.meta({ title: 'What a Loadstone sweep found' }),
  'trial.schema.json': trialRecordSchema.meta({ title: 'The record of one Loadstone trial' }),
};

/** Each schema's file name and text. */
export function schemaFiles(): [name: string, text: string][] {
  return Object.entries(SCHEMAS).map(([name, schema]) => [
    name,
    `${JSON.stringify(jsonSchema(schema), null, 2)}\n`,
  ]);
}

/** The form a file is read in: durations as text, and fields added to a record later are allowed. */
function jsonSchema(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: 'input' });
}

if (import.meta.main) {
  const folder = join(import.meta.dirname, '..', 'schemas');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of schemaFiles()) writeFileSync(join(folder, name), text);
}
