import type { Ledger } from './ledger-schema.ts';
import type { TrialRecord } from './trial-record.ts';

type Known<Whole, Keys extends keyof Whole> = Omit<Whole, Keys> & {
  [Key in Keys]: NonNullable<Whole[Key]>;
};

/** The ledger of Loadstone's own generator, which knows where every request is. */
export type WholeLedger = Known<Ledger, keyof Ledger>;

/** The record of a trial that Loadstone's own generator made: nothing is missing that another might not report. */
export type OwnTrialRecord = Known<
  TrialRecord,
  | 'statusCodes'
  | 'connections'
  | 'timeToFirstByteMs'
  | 'connectTimeMs'
  | 'scheduleLagMs'
  | 'histograms'
  | 'series'
> & { ledger: WholeLedger };

/** Whether Loadstone's own generator made the load, so that its record has everything. */
export function isOwnRecord(record: TrialRecord): record is OwnTrialRecord {
  return record.generator.name === 'loadstone';
}
