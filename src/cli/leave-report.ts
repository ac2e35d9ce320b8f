import { messageOf, UserError } from '../errors.ts';
import { reportPage } from '../report/html/report-page.ts';
import type { StoredRun } from '../samples/run-record.ts';
import { reportPlace, writeReport } from './report-file.ts';

/** What the flags say of the report: a file; false: none; absent: one beside the store. */
export interface ReportFlag {
  report?: string | false;
}

/** A store that is gone when the command ends; nothing is beside it. */
const IN_MEMORY = ':memory:';

/**
 * Leaves the report of a run with charts, and says where. One that cannot be made is no reason to lose sight of the run, which
 * is in the store.
 */
export async function leaveReport(
  stored: StoredRun,
  { report }: ReportFlag,
  { storeLocation, notes }: { readonly storeLocation: string; readonly notes: NodeJS.WriteStream },
): Promise<void> {
  if (report === false || (report === undefined && storeLocation === IN_MEMORY)) return;
  const file = report ?? reportPlace(storeLocation, stored.run.id);
  try {
    writeReport(file, await reportPage(stored));
    notes.write(`Report with charts: ${file}\n`);
  } catch (error) {
    const { message } = error instanceof UserError ? { message: error.line } : { message: messageOf(error) };
    process.stderr.write(`loadstone: no report with charts: ${message}\n`);
  }
}
