import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../src/store/sqlite-store.ts';
import { MEASURED_RUN } from '../../test/report/fixtures/measured-run.ts';

/** What is in the store: as many plans as somebody may have, each run again and again. */
export interface StoreSize {
  readonly runs: number;
  readonly trialsEach: number;
}

const PLANS = ['sync-vs-async', 'worker-classes', 'checkout', 'nightly'] as const;
const A_MINUTE_MS = 60_000;

/** Fills a store with runs whose records are measured ones, all in one transaction: a second in place of a minute. */
export function storeOfRuns(path: string, { runs, trialsEach }: StoreSize): void {
  openStore(path).close();
  const database = new DatabaseSync(path);
  const addRun = database.prepare('INSERT INTO runs (id, started_at, record) VALUES (?, ?, ?)');
  const addTrial = database.prepare('INSERT INTO trials (run_id, position, record) VALUES (?, ?, ?)');
  const trials = MEASURED_RUN.trials.slice(0, trialsEach).map((trial) => JSON.stringify(trial));
  database.exec('BEGIN');
  for (let index = 0; index < runs; index++) {
    const id = `run-${String(index).padStart(6, '0')}`;
    const startedAt = new Date(Date.UTC(2026, 0, 1) + index * A_MINUTE_MS).toISOString();
    const { plan } = MEASURED_RUN.run;
    const name = PLANS[index % PLANS.length] ?? plan.name;
    addRun.run(
      id,
      startedAt,
      JSON.stringify({ ...MEASURED_RUN.run, id, startedAt, plan: { ...plan, name } }),
    );
    for (const [place, trial] of trials.entries()) addTrial.run(id, place + 1, trial);
  }
  database.exec('COMMIT');
  database.close();
}
