import { UserError } from '../errors.ts';
import { fillIn, placeholdersIn } from './command-template.ts';
import { exactHold, holdInSeconds, meanHold, scaledHold, type Hold } from './hold.ts';
import { withLevels } from './levels.ts';
import type { Condition } from './plan.ts';
import { commandTargetSchema, type CommandTarget, type ReadySettings, type StopSignal } from './target.ts';

/** A command target with a condition's levels filled in; only where it is to listen is still open. */
export interface StartedCommand {
  kind: 'command';
  /** `{host}` and `{port}` may still stand in them, as in `env` and the check. */
  words: readonly string[];
  env: Readonly<Record<string, string>>;
  workingFolder: string | undefined;
  host: string;
  /** null: unknown. */
  workers: number | null;
  /** How long its endpoints take, where that is known. */
  hold: Hold | undefined;
  ready: ReadySettings;
  stopSignal: StopSignal;
  grace: CommandTarget['grace'];
}

/** Known when the server is started: the port is a free one. */
const PLACE = ['host', 'port'] as const;
const HOLD_FORMS = ['hold', 'holdSeconds', 'holdMs'] as const;

/** @throws {UserError} when a placeholder has no value, or a level is not a value its setting can have */
export function startedCommand(
  target: CommandTarget,
  condition: Condition,
  timeScale: number,
): StartedCommand {
  const { workers, hold: planned } = withLevels(target, LEVEL_FIELDS, condition);
  const hold = planned && scaledHold(planned, timeScale);
  const values = valuesFor({ ...target.settings, ...condition }, workers, hold);
  const unknown = [...placeholdersIn(textsOf(target))].filter((name) => !(name in values) && !isPlace(name));
  if (unknown.length > 0) throw noValue(unknown[0] ?? '', values);
  const fill = (text: string): string => fillIn(text, values);
  const { check, ...ready } = target.ready;
  return {
    kind: 'command',
    words: target.command.map(fill),
    env: Object.fromEntries(Object.entries(target.env).map(([name, value]) => [name, fill(value)])),
    workingFolder: target.workingFolder,
    host: target.host,
    workers: workers ?? null,
    hold,
    ready: { ...ready, check: check?.map(fill) },
    stopSignal: target.stopSignal,
    grace: target.grace,
  };
}

/** Whether it is told how long its endpoints take. */
export const isToldItsHold = (target: CommandTarget): boolean => commandReads(target, 'hold');

/** Whether a factor of this name changes anything of the target. */
export function commandReads(target: CommandTarget, factor: string): boolean {
  const names = placeholdersIn(textsOf(target));
  return factor === 'hold' ? HOLD_FORMS.some((form) => names.has(form)) : names.has(factor);
}

const { workers: workersField, hold: holdField } = commandTargetSchema.shape;
const LEVEL_FIELDS = { workers: workersField, hold: holdField };

function textsOf({ command, env, ready }: CommandTarget): string[] {
  return [...command, ...Object.values(env), ...(ready.check ?? [])];
}

const isPlace = (name: string): boolean => PLACE.some((one) => one === name);

function valuesFor(
  given: Condition,
  workers: number | undefined,
  hold: Hold | undefined,
): Record<string, string> {
  const levels = Object.entries(given).map(([name, level]) => [name, String(level)]);
  return {
    ...Object.fromEntries(levels),
    ...(workers === undefined ? {} : { workers: String(workers) }),
    ...(hold === undefined
      ? {}
      : { hold: exactHold(hold), holdSeconds: holdInSeconds(hold), holdMs: String(meanHold(hold)) }),
  };
}

function noValue(name: string, values: Readonly<Record<string, string>>): UserError {
  const known = [...Object.keys(values), ...PLACE].map((one) => `{${one}}`).join(', ');
  return new UserError({
    what: `{${name}} in the command is no factor and no setting of the target`,
    remedy: `There are ${known}; braces of the command's own are doubled: {{${name}}}`,
  });
}
