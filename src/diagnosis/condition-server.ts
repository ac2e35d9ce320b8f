import { parseHold, scaledHold, type Hold } from '../plan/hold.ts';
import type { Condition } from '../plan/plan.ts';
import { workerClassField, type WorkerClass } from '../plan/server-settings.ts';
import type { RunRecord } from '../samples/run-record.ts';
import type { TargetRecord } from '../samples/target-record.ts';

/** What of a condition's server decides how many requests it can hold; null where nobody says. */
export interface ConditionServer {
  readonly workerClass: WorkerClass | null;
  readonly workers: number | null;
  /**
   * How many handlers that block can run at once in a worker; under `gthread` and `sync` it is so for all handlers.
   * Those that turn out to take no slot do more than this allows; `Infinity` where that has been seen.
   */
  readonly slotsAWorker: number | null;
  readonly hold: Hold | null;
  /** What the app takes is not known: it is the user's own. */
  readonly hasOwnApp: boolean;
}

/** Of a server that nobody says anything of. */
export const UNKNOWN_SERVER: ConditionServer = {
  workerClass: null,
  workers: null,
  slotsAWorker: null,
  hold: null,
  hasOwnApp: false,
};

export function conditionServer(run: RunRecord, condition: Condition): ConditionServer {
  const target = targetRecordOf(run, condition);
  const model = target.kind === 'embedded' ? target : target.model;
  const workers = numberOr(condition.workers, target.workers);
  const hold = holdOf(target, condition, run.timeScale);
  const hasOwnApp = target.kind === 'embedded' && (condition.app ?? target.app) !== null;
  if (model === null) return { workerClass: null, workers, slotsAWorker: null, hold, hasOwnApp };
  const workerClass = workerClassField.safeParse(condition.workerClass).data ?? model.workerClass;
  const slots: Readonly<Record<WorkerClass, number>> = {
    pool: numberOr(condition.poolSize, model.poolSize),
    gthread: numberOr(condition.threads, model.threads),
    sync: 1,
    // A handler that blocks has the event loop to itself.
    loop: 1,
  };
  return { workerClass, workers, slotsAWorker: slots[workerClass], hold, hasOwnApp };
}

function targetRecordOf({ plan: { targets } }: RunRecord, condition: Condition): TargetRecord {
  const [first] = targets;
  const own = targets.find(({ name }) => name === condition.target) ?? first;
  if (own === undefined) throw new Error('a run record has at least one target');
  return own;
}

function holdOf(target: TargetRecord, condition: Condition, timeScale: number): Hold | null {
  const level = target.kind === 'url' ? undefined : condition.hold;
  const hold = parseHold(typeof level === 'string' ? level : (target.hold ?? ''));
  if (hold === undefined) return null;
  // No time scale reaches a server that is running already.
  return target.kind === 'url' ? hold : scaledHold(hold, timeScale);
}

const numberOr = <Otherwise extends number | null>(
  level: Condition[string] | undefined,
  otherwise: Otherwise,
): number | Otherwise => (typeof level === 'number' ? level : otherwise);

/** The factors that make slots, by worker class; the others of them do nothing there. */
export const SLOT_FACTORS: Readonly<Record<WorkerClass, readonly string[]>> = {
  pool: ['poolSize'],
  gthread: ['threads'],
  sync: [],
  loop: [],
};
