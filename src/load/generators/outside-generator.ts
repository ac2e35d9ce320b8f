import type { LoadSettings, SettingsProblem, TimeoutPolicy } from '../../plan/load-settings.ts';
import type { ResponseTime } from '../../samples/response-time-schema.ts';
import type { LoadGenerator } from '../../samples/generator-schema.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import type { Milliseconds, Nanoseconds } from '../../units.ts';

/** A load generator that is not Loadstone's own. */
export type OutsideName = Exclude<LoadGenerator, 'loadstone'>;

/** What an outside generator is to do: requests to one URL. */
export interface OutsideOrder {
  url: URL;
  settings: LoadSettings;
}

/** A tool that was found on this machine. */
export interface FoundTool {
  /** What runs it, to be followed by its arguments. */
  command: readonly [string, ...string[]];
  /** As the tool gives it; null where it does not. */
  version: string | null;
}

/** A line that a tool wrote, and when it arrived. */
export interface OutputLine {
  text: string;
  at: Nanoseconds;
}

/** What a tool reported of its load; what it does not say is null. */
export interface OutsideFigures extends Pick<
  TrialRecord,
  'ledger' | 'statusCodes' | 'statusErrors' | 'bytesRead' | 'requestsPerSecondPerThread'
> {
  /** When its window began, on the clock of `monotonicNow`, as well as can be told. */
  windowStart: Nanoseconds;
  /** How long the tool itself says that it measured. */
  window: Milliseconds;
  /** Of the completed requests that were not late. */
  onTimeMs: ResponseTime;
  /** Why its figures cannot be trusted, as far as they show it. */
  doubts: readonly string[];
}

/** How one tool is asked and read. */
export interface OutsideGenerator {
  /** What becomes of a request that has had no response by its time-out: it has no other way. */
  timeoutPolicy: TimeoutPolicy;
  /** What of these settings it alone cannot do. */
  unsupported: (settings: LoadSettings) => SettingsProblem | undefined;
  /**
   * Looks for it.
   * @throws {UserError} when it is not there
   */
  find: () => Promise<FoundTool>;
  /** A script of ours that it needs as a file. */
  script?: string;
  /** What follows its command. */
  arguments: (order: OutsideOrder, scriptFile: string) => string[];
  /** @returns undefined when the lines hold no report */
  read: (lines: readonly OutputLine[], order: OutsideOrder) => OutsideFigures | undefined;
}
