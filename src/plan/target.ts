import { z } from 'zod';
import { commandWords } from './command-template.ts';
import { countField, durationField, endpointField, holdField, spanField } from './fields.ts';
import { serverSettingsSchema, workerClassField } from './server-settings.ts';

/** How a server that is not Loadstone's own is taken to run its handlers; what the conclusions reckon with. */
export const concurrencyModelSchema = z.strictObject({
  workerClass: workerClassField.describe(
    "Which of the embedded server's concurrency models it is like: pool for FastAPI under UvicornWorker",
  ),
  threads: countField.default(1).describe('Threads a worker, where a factor does not say it'),
  poolSize: countField.default(40).describe('Pool threads a worker, where a factor does not say it'),
});

/** What is known of a server that is not Loadstone's own. */
const knowledge = {
  hold: holdField
    .optional()
    .describe('How long its endpoints take, where that is known; the time scale shortens it with the rest'),
  model: concurrencyModelSchema.optional(),
};

/** A command, as text that is split as a shell would, or as its words; `{name}` stands for a level or a setting. */
const commandField = z.union([
  z.string().transform((text, context): string[] => {
    const split = commandWords(text);
    if ('words' in split) return split.words;
    context.addIssue({ code: 'custom', message: split.problem });
    return z.NEVER;
  }),
  z.array(z.string()).min(1, 'the command is empty'),
]);

export const stopSignalField = z.enum(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGKILL']);

/** When a server that a command starts counts as ready. */
const readySchema = z.strictObject({
  path: endpointField.default('/').describe('Asked until it is answered with a status below 500'),
  within: durationField.prefault('1m').describe('A server that is not ready after this long is given up'),
  settle: spanField.prefault('500ms').describe('How long its processes have to be at rest before the load'),
  check: commandField
    .optional()
    .describe('A command that exits with 0 when all workers are up; asked instead of counting them'),
});

export const embeddedTargetSchema = z
  .strictObject({ kind: z.literal('embedded'), ...serverSettingsSchema.shape })
  .describe("Loadstone's own server, started afresh for every trial");

export const commandTargetSchema = z
  .strictObject({
    kind: z.literal('command'),
    command: commandField.describe(
      'Starts the server; {name} stands for the level of that factor, {host} and {port} for where it must listen, {workers}, {hold}, {holdSeconds} and {holdMs} for those',
    ),
    env: z
      .record(z.string(), z.string())
      .default({})
      .describe("Variables beside Loadstone's own; their values may have placeholders too"),
    settings: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .default({})
      .describe('What stands for a name in braces where no factor has that name'),
    workingFolder: z.string().min(1).optional().describe('From the working directory; that when absent'),
    host: z.string().min(1).default('127.0.0.1').describe('Where it is to listen'),
    workers: countField
      .optional()
      .describe('Workers it starts, where a factor does not say it; unknown when absent'),
    ready: readySchema.prefault({}),
    stopSignal: stopSignalField.default('SIGTERM'),
    grace: spanField
      .prefault('5s')
      .describe('From the stop signal until what is left of it is killed; not shortened by the time scale'),
    ...knowledge,
  })
  .describe('A server that a command starts, afresh for every trial');

const hasNoUserinfo = (text: string): boolean => {
  const url = URL.parse(text);
  return url === null || (url.username === '' && url.password === '');
};

export const urlTargetSchema = z
  .strictObject({
    kind: z.literal('url'),
    url: z
      .url({ protocol: /^https?$/, error: 'a target is reached by http:// or https://' })
      .refine(
        hasNoUserinfo,
        "a name and password in the URL are not sent, and would stand in every result: send them as a header: -H 'Authorization: Basic …'",
      ),
    workers: countField.optional().describe('Workers it has, where that is known'),
    ...knowledge,
  })
  .describe('A server that is running already and is left running');

export const targetSchema = z.discriminatedUnion('kind', [
  embeddedTargetSchema,
  commandTargetSchema,
  urlTargetSchema,
]);

export type Target = z.output<typeof targetSchema>;
export type CommandTarget = z.output<typeof commandTargetSchema>;
export type ReadySettings = CommandTarget['ready'];
export type StopSignal = z.output<typeof stopSignalField>;
