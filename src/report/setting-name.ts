import type { Condition } from '../plan/plan.ts';
import { workerClassField } from '../plan/server-settings.ts';
import type { Remedy } from '../samples/diagnosis.ts';
import type { TargetRecord } from '../samples/target-record.ts';

/**
 * How a server is told to have so many of something, as somebody would write it who starts it: `-w 3`.
 * @returns undefined where the server is not known, or has no such setting
 */
export function settingName(target: TargetRecord, action: Remedy['action'], to: number): string | undefined {
  const server = serverOf(target);
  if (server === undefined) return undefined;
  if (action === 'moreWorkers') return `${server === 'uvicorn' ? '--workers' : '-w'} ${to}`;
  if (action !== 'moreSlotsAWorker') return undefined;
  const workerClass = target.kind === 'embedded' ? target.workerClass : modelOf(target)?.workerClass;
  if (workerClass === 'gthread') return `--threads ${to}`;
  if (workerClass !== 'pool') return undefined;
  // Starlette runs plain functions in AnyIO's threads, whose limiter has 40 tokens and no flag.
  return server === 'embedded' ? `--pool-size ${to}` : `AnyIO thread limiter: total_tokens = ${to}`;
}

/** A server whose flags are known. */
type KnownServer = 'embedded' | 'gunicorn' | 'uvicorn';

function serverOf(target: TargetRecord): KnownServer | undefined {
  if (target.kind === 'embedded') return 'embedded';
  if (target.kind === 'url') return undefined;
  const names = new Set(target.command.map((word) => word.split('/').at(-1)));
  return (['gunicorn', 'uvicorn'] as const).find((name) => names.has(name));
}

const modelOf = (target: TargetRecord): Exclude<TargetRecord, { kind: 'embedded' }>['model'] =>
  target.kind === 'embedded' ? null : target.model;

/** The targets that these conditions are measured on, each with the worker class that a factor gives it. */
export function targetsOf(
  conditions: readonly Condition[],
  targets: readonly TargetRecord[],
): readonly TargetRecord[] {
  const names = new Set(conditions.flatMap(({ target }) => target ?? []));
  const own = names.size === 0 ? targets : targets.filter(({ name }) => name !== null && names.has(name));
  const classes = new Set(conditions.flatMap(({ workerClass }) => workerClass ?? []));
  const [level, ...others] = classes;
  if (level === undefined) return own;
  const workerClass = workerClassField.safeParse(level);
  if (others.length > 0 || !workerClass.success) return [];
  return own.map((target) =>
    target.kind === 'embedded' ? { ...target, workerClass: workerClass.data } : target,
  );
}
