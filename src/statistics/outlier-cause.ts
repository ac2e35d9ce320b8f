import { median } from '../samples/median.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/** A figure of the trial, and its median over the others of the condition. */
interface Unusual {
  readonly here: number;
  readonly usual: number;
}

/** What in a trial's record differs from the others of its condition and may have made it what it is. */
export type OutlierCause =
  /** A process of the server came or went under the load. */
  | { readonly kind: 'processChanged'; readonly ended: number; readonly came: number }
  /** Shares of all processors. */
  | ({ readonly kind: 'stolen' | 'othersBusy' } & Unusual)
  /** The share of the window that the busiest generator thread ran or waited for a processor. */
  | ({ readonly kind: 'generatorBusy' } & Unusual)
  /** The mean of one minute before the trial, a processor. */
  | ({ readonly kind: 'loadBefore' } & Unusual)
  /** It changed until the end, and the others settled. */
  | { readonly kind: 'neverSettled' }
  | { readonly kind: 'none' };

/** By so much a share has to be above the usual one: a tenth of a machine is what a trial may feel. */
const SHARE = 0.1;
/** And the load before it, a processor: the last trial's own load lingers in the mean of a minute. */
const LOAD = 0.5;

/** The likely cause: the first that the record shows, from what nearly always matters to what may. */
export function outlierCause(trial: TrialRecord, others: readonly TrialRecord[]): OutlierCause {
  const unusual = (
    kind: Extract<OutlierCause, Unusual>['kind'],
    figure: (of: TrialRecord) => number | undefined,
    by: number,
  ): OutlierCause[] => {
    const here = figure(trial);
    const known = others.map(figure).filter((one) => one !== undefined);
    if (here === undefined || known.length === 0) return [];
    const usual = median(known) ?? 0;
    return here > usual + by && here > Math.max(...known) ? [{ kind, here, usual }] : [];
  };
  const [cause = { kind: 'none' }] = [
    ...processChange(trial, others),
    ...unusual('stolen', ({ observation }) => observation?.machine?.stolenShare, SHARE),
    ...unusual('othersBusy', ({ observation }) => observation?.machine?.othersShare, SHARE),
    ...unusual('generatorBusy', busiestThread, SHARE),
    ...unusual('loadBefore', loadBefore, LOAD),
    ...settling(trial, others),
  ];
  return cause;
}

function processChange(trial: TrialRecord, others: readonly TrialRecord[]): OutlierCause[] {
  const { ended, came } = changesOf(trial);
  const isUsual = others.some((other) => {
    const theirs = changesOf(other);
    return theirs.ended + theirs.came >= ended + came;
  });
  return ended + came === 0 || isUsual ? [] : [{ kind: 'processChanged', ended, came }];
}

function changesOf({ observation }: TrialRecord): { ended: number; came: number } {
  const processes = observation?.processes ?? [];
  return {
    ended: processes.filter(({ endedWithin }) => endedWithin).length,
    came: processes.filter(({ firstSeenMs }) => firstSeenMs > 0).length,
  };
}

function busiestThread({ generator }: TrialRecord): number | undefined {
  return generator.threads.length === 0
    ? undefined
    : Math.max(...generator.threads.map(({ busyShare }) => busyShare));
}

function loadBefore({ environment }: TrialRecord): number | undefined {
  const [ofOneMinute] = environment.loadAverageBefore;
  return ofOneMinute === undefined || environment.cpuCount === 0
    ? undefined
    : ofOneMinute / environment.cpuCount;
}

function settling({ warmUp }: TrialRecord, others: readonly TrialRecord[]): OutlierCause[] {
  const isAlone = others.every((other) => other.warmUp?.state !== 'neverSettled');
  return warmUp?.state === 'neverSettled' && isAlone ? [{ kind: 'neverSettled' }] : [];
}
