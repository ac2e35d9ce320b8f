import type { TrialRecord } from '../samples/trial-record.ts';

/** `wrk 4.1.0`; nothing where the load was Loadstone's own. */
export function outsideGeneratorText({ generator: { name, version } }: TrialRecord): string {
  if (name === 'loadstone') return '';
  return version === null ? name : `${name} ${version}`;
}
