import { runLoad, type LoadProgress } from '../load/run-load.ts';
import { requestFor } from '../load/http/request.ts';
import type { LoadOrder } from '../load/load-order.ts';
import type { OutsideName } from '../load/generators/outside-generator.ts';
import { makeOutsideTrialRecord } from '../load/generators/outside-trial-record.ts';
import { runOutsideGenerator } from '../load/generators/run-outside-generator.ts';
import { makeTrialRecord } from '../load/trial-record.ts';
import type { ThreadUsage } from '../load/thread-usage.ts';
import { watchProcess, type ProcessWatch, type ThreadsAt } from '../observe/watch-process.ts';
import type { LoadSettings } from '../plan/load-settings.ts';
import type { TrialContext } from '../samples/trial-description.ts';
import type { LoadGenerator } from '../samples/generator-schema.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { nanoseconds, type Milliseconds, type Nanoseconds } from '../units.ts';

/** What a load generator is asked for, and whom it tells. */
export interface TrialLoad {
  readonly url: URL;
  readonly settings: LoadSettings;
  /** As of a load order; an outside generator has none. */
  readonly restConnected?: Milliseconds;
  /** How far it is; an outside generator does not say what came back. */
  readonly onProgress: (progress: TrialProgress) => void;
  /** Called with the pid of an outside generator, which leads a process group. */
  readonly onOutsideStart: (pid: number) => void;
  readonly onOutsideEnd: (pid: number) => void;
  readonly signal: AbortSignal;
}

export type TrialProgress = Pick<LoadProgress, 'elapsed'> & Partial<LoadProgress>;

/** A load that has ended, to be made a record of once the rest of the trial is known. */
export interface EndedLoad {
  /** On the monotonic clock. */
  readonly windowStart: Nanoseconds;
  readonly windowEnd: Nanoseconds;
  /** Somebody ended the window before its time. */
  readonly stopped: boolean;
  readonly record: (context: TrialContext) => TrialRecord;
}

/** Makes a load with the generator of that name. */
export type LoadBy = (name: LoadGenerator, load: TrialLoad) => Promise<EndedLoad>;

/** Loads a server with the generator of that name. */
export function loadBy(name: LoadGenerator, load: TrialLoad): Promise<EndedLoad> {
  return name === 'loadstone' ? loadByOurs(load) : loadByOther(name, load);
}

async function loadByOurs({
  url,
  settings,
  restConnected,
  onProgress,
  signal,
}: TrialLoad): Promise<EndedLoad> {
  const order: LoadOrder = {
    url,
    requests: [requestFor(url, settings)],
    settings,
    ...(restConnected && { restConnected }),
  };
  const result = await runLoad(order, { onProgress, signal });
  const { windowStart, windowEnd, stopped } = result;
  return {
    windowStart,
    windowEnd,
    stopped,
    record: (context) => makeTrialRecord(order, result, context),
  };
}

async function loadByOther(
  name: OutsideName,
  { url, settings, onProgress, onOutsideStart, onOutsideEnd, signal }: TrialLoad,
): Promise<EndedLoad> {
  const order = { url, settings };
  let watched: { pid: number; watch: ProcessWatch } | undefined;
  const result = await runOutsideGenerator(name, order, {
    onStart: (pid) => {
      onOutsideStart(pid);
      watched = { pid, watch: watchProcess(pid) };
    },
    onProgress: (elapsed) => onProgress({ elapsed }),
    signal,
  }).finally(() => {
    if (watched === undefined) return;
    watched.watch.stop();
    onOutsideEnd(watched.pid);
  });
  const { windowStart, windowEnd, stopped } = result;
  const usages = usagesOf(watched?.watch.last, windowStart);
  return {
    windowStart,
    windowEnd,
    stopped,
    record: (context) => makeOutsideTrialRecord(order, result, { ...context, usages }),
  };
}

/** Its threads begin with the load, so what they have used by the last look they used for it. */
function usagesOf(last: ThreadsAt | undefined, windowStart: Nanoseconds): ThreadUsage[] {
  if (last === undefined) return [];
  const span = nanoseconds(Math.max(0, last.at - windowStart));
  return last.threads.map(({ runningNs, waitingNs }) => ({
    span,
    running: nanoseconds(runningNs),
    waiting: nanoseconds(waitingNs),
  }));
}
