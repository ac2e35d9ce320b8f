import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { messageOf, UserError } from '../errors.ts';
import { firstIssue } from '../plan/first-issue.ts';
import { storedRunSchema, type StoredRun } from '../samples/run-record.ts';
import { trialRecordSchema, type TrialRecord } from '../samples/trial-record.ts';

/** What a file that `--json` wrote holds. */
export type SavedRecord = { kind: 'run'; stored: StoredRun } | { kind: 'trial'; trial: TrialRecord };

/**
 * Reads a file that `run --json` or `load --json` wrote.
 * @throws {UserError} when it is neither
 */
export function readRecordFile(file: string): SavedRecord {
  const content = readJson(file);
  const isTrial = z.object({ ledger: z.unknown() }).safeParse(content).success;
  const parsed = (isTrial ? trialRecordSchema : storedRunSchema).safeParse(content);
  if (!parsed.success) {
    const { path, message } = firstIssue(parsed.error);
    throw new UserError({ what: `no record of Loadstone's: ${path}: ${message}`, where: file });
  }
  return 'ledger' in parsed.data
    ? { kind: 'trial', trial: parsed.data }
    : { kind: 'run', stored: parsed.data };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError({ what: `the file cannot be read: ${messageOf(error)}`, where: file, cause: error });
  }
}
