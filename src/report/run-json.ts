import type { StoredRun } from '../samples/run-record.ts';

/** The stored run as it is, `{ run, trials }`, for other programs and for `report` itself. */
export function runJson({ run, trials }: StoredRun): string {
  return `${JSON.stringify({ run, trials }, undefined, 2)}\n`;
}
