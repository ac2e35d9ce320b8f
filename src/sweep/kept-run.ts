import type { Condition } from '../plan/plan.ts';
import type { ScheduledTrial } from '../plan/trial-schedule.ts';
import { newRun } from '../run/new-run.ts';
import type { RunRecord, StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import type { SweepOptions } from './sweep-options.ts';

/** The run that a sweep is stored as: its conditions are those that were measured, in that order. */
export class KeptRun {
  readonly record: RunRecord;
  readonly #store: SweepOptions['store'];
  readonly #measured = new Map<string, number>();
  #position = 0;

  constructor({ plan, command, store, swept }: SweepOptions) {
    // Nothing is left to chance in what a sweep measures next.
    this.record = newRun({ plan, timeScale: 1, seed: 0, command }, []);
    this.record.plan.conditions = [];
    this.record.sweep = { swept, answersMeanwhile: {} };
    this.#store = store;
    store.saveRun(this.record);
  }

  /** The next trial; the second of a condition is its second replicate. */
  schedule(condition: Condition): ScheduledTrial {
    const key = JSON.stringify(condition);
    const replicate = (this.#measured.get(key) ?? 0) + 1;
    this.#measured.set(key, replicate);
    return { condition, block: replicate, replicate, position: ++this.#position };
  }

  keep(record: TrialRecord): void {
    const { plan } = this.record;
    if (record.order.replicate === 1) plan.conditions.push(record.condition);
    plan.replicates = Math.max(plan.replicates, record.order.replicate);
    this.#store.saveRun(this.record);
    this.#store.addTrial(this.record.id, record);
  }

  keepAnswer(endpoint: string, answersMeanwhile: boolean): void {
    if (this.record.sweep !== null) this.record.sweep.answersMeanwhile[endpoint] = answersMeanwhile;
    this.#store.saveRun(this.record);
  }

  keepFailure({ position, condition }: ScheduledTrial, reason: string): void {
    this.record.failedTrials.push({ position, condition, reason });
    this.#store.saveRun(this.record);
  }

  end(state: 'finished' | 'interrupted'): void {
    this.record.state = state;
    this.record.finishedAt = new Date().toISOString();
    this.#store.saveRun(this.record);
  }

  /** As the store has it. */
  stored(): StoredRun {
    const stored = this.#store.findRun(this.record.id);
    if (stored === undefined) throw new Error(`run ${this.record.id} is not in the store it was written to`);
    return stored;
  }
}
