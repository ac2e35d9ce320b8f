import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { messageOf, UserError } from '../errors.ts';
import { firstIssue } from '../plan/first-issue.ts';
import { isPage, recordOfPage } from '../samples/embedded-record.ts';
import { storedRunSchema, type StoredRun } from '../samples/run-record.ts';
import { trialRecordSchema, type TrialRecord } from '../samples/trial-record.ts';

/** What a file that `--json` wrote, or a saved report, holds. */
export type SavedRecord = { kind: 'run'; stored: StoredRun } | { kind: 'trial'; trial: TrialRecord };

/**
 * Reads a file that `run --json` or `load --json` wrote, or the record inside a report that was saved as HTML.
 * @throws {UserError} when it is none of them
 */
export function readRecordFile(file: string): SavedRecord {
  const content = readContent(file);
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

function readContent(file: string): unknown {
  let content: unknown;
  try {
    const text = readFileSync(file, 'utf8');
    content = isPage(text) ? recordOfPage(text) : JSON.parse(text);
  } catch (error) {
    throw new UserError({ what: `the file cannot be read: ${messageOf(error)}`, where: file, cause: error });
  }
  if (content !== undefined) return content;
  throw new UserError({
    what: 'this page holds no record of a run',
    where: file,
    remedy: 'Name a report that Loadstone wrote, or a file that --json wrote',
  });
}
