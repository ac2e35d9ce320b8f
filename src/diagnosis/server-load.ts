import type { ServerSymptoms } from './server-symptoms.ts';
import type { Symptoms } from './symptoms.ts';

/** A processor, or all of them, that is busy for more of the time has none left: the rest goes into switching, and to chance. */
export const SATURATED = 0.85;
/** Beside a worker that is saturated, one that is busy for less than this share of it idles. */
const IDLE = 0.5;
/** Where the machine is saturated, a server that has less of it than this share is not who took it. */
const OWN_SHARE = 0.4;

/** What of a server's processors is saturated; `nothing` where there is time left, null where nobody saw. */
export type Saturation = 'machine' | 'allWorkers' | 'oneWorker' | 'nothing' | null;

export function saturationOf(server: ServerSymptoms | undefined): Saturation {
  if (server === undefined) return null;
  const { busyByWorker, machineBusy, serverShare } = server;
  const [least, most] = [Math.min(...busyByWorker), Math.max(...busyByWorker)];
  if (most >= SATURATED) {
    if (least >= SATURATED) return 'allWorkers';
    if (least <= most * IDLE) return 'oneWorker';
  }
  const isOwn = machineBusy !== null && (serverShare ?? 0) >= machineBusy * OWN_SHARE;
  if (isOwn && machineBusy >= SATURATED) return 'machine';
  return most >= SATURATED ? 'allWorkers' : 'nothing';
}

export const isSaturated = (server: ServerSymptoms | undefined): boolean =>
  !['nothing', null].includes(saturationOf(server));

/** What the clients ask for at once: all connections, or the arrivals of an open loop while one is served. */
export function askedAtOnce({ load, service }: Symptoms): number {
  if (load.arrivalsPerSecond === null) return load.connections;
  return service === null ? load.connections : Math.ceil((load.arrivalsPerSecond * service.ms) / 1_000);
}

/** The throughput where nothing waits: connections ÷ (service time + think time), or the arrivals. */
export function askedPerSecond({ load, service, law }: Symptoms): number | null {
  if (load.arrivalsPerSecond !== null) return load.arrivalsPerSecond;
  if (law !== null && Number.isFinite(law.loadLimitPerSecond)) return law.loadLimitPerSecond;
  return service === null ? null : (load.connections / (service.ms + load.thinkTimeMs)) * 1_000;
}
