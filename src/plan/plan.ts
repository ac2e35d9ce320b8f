import { z } from 'zod';
import { countField, seedField } from './fields.ts';
import { loadSettingsSchema } from './load-settings.ts';
import { serverSettingsSchema } from './server-settings.ts';
import { targetSchema, type Target } from './target.ts';

export const levelField = z.union([z.string(), z.number()]);

/** The factor whose levels are the names of the plan's targets. */
export const TARGET_FACTOR = 'target';

/** A factor's name can stand in braces in a command. */
const factorNameField = z
  .string()
  .regex(/^[A-Za-z]\w*$/, 'the name of a factor is letters and digits, such as workers or poolSize');

/** How the settings that a level may be of read it; a factor of the user's own has none. */
const LEVEL_FIELDS: Readonly<Record<string, z.ZodType | undefined>> = {
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

const targetNameField = z.string().regex(/^[\w.-]+$/, 'the name of a target is letters, digits, . and -');

const planFileSchema = z.strictObject({
  $schema: z.string().optional().describe('For editors; ignored'),
  name: z.string().min(1),
  description: z.string().optional(),
  target: targetSchema.optional().describe('What is measured'),
  targets: z
    .record(targetNameField, targetSchema)
    .optional()
    .describe(
      'In place of one target several by name; they are the levels of the factor "target", all of them unless it says which',
    ),
  load: loadSettingsSchema,
  factors: z
    .record(factorNameField, z.array(levelField).min(1, 'a factor needs at least one level'))
    .superRefine(refuseEqualLevels)
    .describe(
      'What is varied, and its levels: settings of the load, of the embedded server, and what stands in braces in a command',
    ),
  interleave: z
    .string()
    .optional()
    .describe(
      'A factor with two levels that are measured right after one another, and compared pair by pair',
    ),
  replicates: countField.default(1).describe('How often each condition is measured'),
  seed: seedField.optional().describe('Decides the order of the trials; drawn when absent'),
  published: z
    .strictObject({ source: z.string().min(1), cells: z.array(publishedCellSchema).min(1) })
    .optional()
    .describe('Figures to show beside the measured ones'),
});

/** A plan with its targets by name; `''` is the name of the only one. */
export const planSchema = planFileSchema.transform((plan, context) => {
  const { target, targets, ...rest } = plan;
  if ((target === undefined) === (targets === undefined)) {
    const message = 'a plan has either a target, or several under targets';
    context.addIssue({ code: 'custom', path: ['target'], message });
    return z.NEVER;
  }
  const named = targets ?? { '': target as Target };
  const all = targets === undefined ? {} : { [TARGET_FACTOR]: Object.keys(targets) };
  const factors: Record<string, Level[]> = { ...all, ...plan.factors };
  const problem = factorsProblem(factors, Object.keys(named)) ?? interleaveProblem(factors, plan.interleave);
  if (problem !== undefined) {
    context.addIssue({ code: 'custom', path: ['factors'], message: problem });
    return z.NEVER;
  }
  return { ...rest, targets: named, factors };
});

function factorsProblem(factors: Readonly<Record<string, Level[]>>, targets: string[]): string | undefined {
  if (Object.keys(factors).length === 0) return 'a plan needs at least one factor';
  const stranger = factors[TARGET_FACTOR]?.find((level) => !targets.includes(String(level)));
  if (stranger === undefined) return undefined;
  const names = targets.filter((name) => name !== '').join(', ');
  return `${JSON.stringify(stranger)} is none of the plan's targets (${names === '' ? 'it names none' : names})`;
}

function interleaveProblem(
  factors: Readonly<Record<string, Level[]>>,
  interleave: string | undefined,
): string | undefined {
  if (interleave === undefined || factors[interleave]?.length === 2) return undefined;
  return `what is interleaved is a factor with two levels, and ${JSON.stringify(interleave)} is none`;
}

/** Two levels that are one setting (`60s` and `1m`) would be two conditions whose names say that they differ. */
function refuseEqualLevels(
  factors: Readonly<Record<string, Level[]>>,
  context: z.RefinementCtx<Record<string, Level[]>>,
): void {
  for (const [factor, levels] of Object.entries(factors)) {
    const field = LEVEL_FIELDS[factor];
    // As text, because what a level is read as may be an object.
    const values = levels.map((level) => JSON.stringify(field?.safeParse(level).data ?? level));
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

export type Level = z.output<typeof levelField>;
export type Condition = z.output<typeof conditionSchema>;
export type PublishedCell = z.output<typeof publishedCellSchema>;
/** A plan as its author writes it. */
export type PlanInput = z.input<typeof planFileSchema>;
/** What is measured, as a plan's author writes it. */
export type TargetInput = z.input<typeof targetSchema>;
/** A plan that has been checked: defaults filled in, durations in milliseconds. */
export type Plan = z.output<typeof planSchema>;

/** Gives a plan file its types; the plan is checked when it is loaded. */
export function definePlan(plan: PlanInput): PlanInput {
  return plan;
}
