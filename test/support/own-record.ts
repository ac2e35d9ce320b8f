import assert from 'node:assert/strict';
import { isOwnRecord, type OwnTrialRecord } from '../../src/samples/own-trial-record.ts';
import { trialRecordSchema } from '../../src/samples/trial-record.ts';

/** Checks a record of Loadstone's own generator, such as one that a command printed. */
export function ownRecord(record: unknown): OwnTrialRecord {
  const parsed = trialRecordSchema.parse(record);
  assert.ok(isOwnRecord(parsed));
  return parsed;
}
