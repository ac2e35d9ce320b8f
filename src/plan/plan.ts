import { z } from 'zod';
import { countField, seedField } from './fields.ts';
import { loadSettingsSchema } from './load-settings.ts';
import { serverSettingsSchema } from './server-settings.ts';

/** Names of the settings that a plan may vary. */
export const factorNameField = z.enum([
  ...serverSettingsSchema.keyof().options,
  ...loadSettingsSchema.keyof().options.filter((name) => name !== 'timeoutPolicy'),
]);
export const levelField = z.union([z.string(), z.number()]);

/** How the settings that a level may be of read it. */
const LEVEL_FIELDS: Readonly<Record<FactorName, z.ZodType>> = {
  ...serverSettingsSchema.shape,
  ...loadSettingsSchema.shape,
};

/** One level of each factor, such as `{ workers: 1, threads: 4, endpoint: '/sync' }`. */
export const conditionSchema = z.record(z.string(), levelField);

/** What others have published for one condition, at the plan's own length (time scale 1). */
export const publishedCellSchema = z.strictObject({
  condition: conditionSchema,
  completed: z.int().nonnegative(),
  completedPerSecond: z.number().nonnegative(),
  meanMs: z
    .number()
    .nonnegative()
    .describe("Mean response time as published; wrk's leaves the late ones out"),
  late: z.int().nonnegative().describe('Requests the publication counts as timed out'),
});

export const planSchema = z.strictObject({
  $schema: z.string().optional().describe('For editors; ignored'),
  name: z.string().min(1),
  description: z.string().optional(),
  target: z
    .strictObject({ kind: z.literal('embedded'), ...serverSettingsSchema.shape })
    .describe("Loadstone's own server, started afresh for every trial"),
  load: loadSettingsSchema,
  factors: z
    .partialRecord(factorNameField, z.array(levelField).min(1, 'a factor needs at least one level'))
    .superRefine(refuseEqualLevels)
    .refine((factors) => Object.keys(factors).length > 0, 'a plan needs at least one factor'),
  replicates: countField.default(1).describe('How often each condition is measured'),
  seed: seedField.optional().describe('Decides the order of the trials; drawn when absent'),
  published: z
    .strictObject({ source: z.string().min(1), cells: z.array(publishedCellSchema).min(1) })
    .optional()
    .describe('Figures to show beside the measured ones'),
});

/** Two levels that are one setting (`60s` and `1m`) would be two conditions whose names say that they differ. */
function refuseEqualLevels(
  factors: Partial<Record<FactorName, Level[]>>,
  context: z.RefinementCtx<Partial<Record<FactorName, Level[]>>>,
): void {
  for (const [factor, levels] of Object.entries(factors)) {
    const field = LEVEL_FIELDS[factor as FactorName];
    // As text, because what a level is read as may be an object.
    const values = levels.map((level) => JSON.stringify(field.safeParse(level).data ?? level));
    const second = values.findIndex((value, index) => values.indexOf(value) < index);
    if (second === -1) continue;
    const [one, other] = [levels[values.indexOf(values[second] ?? '')], levels[second]];
    const what =
      one === other
        ? `the level ${JSON.stringify(one)} stands here twice`
        : `the levels ${JSON.stringify(one)} and ${JSON.stringify(other)} are the same`;
    context.addIssue({
      code: 'custom',
      path: [factor],
      message: `${what}; each level of a factor is its own`,
    });
  }
}

type FactorName = z.output<typeof factorNameField>;
export type Level = z.output<typeof levelField>;
export type Condition = z.output<typeof conditionSchema>;
export type PublishedCell = z.output<typeof publishedCellSchema>;
/** A plan as its author writes it. */
export type PlanInput = z.input<typeof planSchema>;
/** A plan that has been checked: defaults filled in, durations in milliseconds. */
export type Plan = z.output<typeof planSchema>;

/** Gives a plan file its types; the plan is checked when it is loaded. */
export function definePlan(plan: PlanInput): PlanInput {
  return plan;
}
