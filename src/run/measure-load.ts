import { runLoad, type RunLoadOptions } from '../load/run-load.ts';
import type { LoadOrder } from '../load/load-order.ts';
import { makeTrialRecord } from '../load/trial-record.ts';
import { readEnvironment } from '../observe/environment.ts';
import type { OwnTrialRecord } from '../samples/own-trial-record.ts';

/** Loads a server that is there already, and makes a trial record of it: the only trial of its condition. */
export async function measureLoad(order: LoadOrder, options: RunLoadOptions = {}): Promise<OwnTrialRecord> {
  const environment = readEnvironment();
  const startedAt = new Date();
  const result = await runLoad(order, options);
  return makeTrialRecord(order, result, {
    startedAt,
    condition: { endpoint: order.settings.endpoint },
    order: { block: 1, replicate: 1, position: 1 },
    environment,
    reasons: [],
  });
}
