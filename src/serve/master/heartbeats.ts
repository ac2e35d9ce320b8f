import { formatDuration, milliseconds, type Milliseconds } from '../../units.ts';
import { beat, beatPeriod, startingFor, startLimit } from './heartbeat.ts';
import type { WorkerProcess } from './worker-process.ts';

/** Whose hearts are listened to. */
export interface Patients {
  /** By place. */
  readonly ready: readonly (WorkerProcess | undefined)[];
  readonly starting: readonly WorkerProcess[];
}

/**
 * Asks the workers that are ready for signs of life, and kills those that give none, and those that do not become
 * ready. @returns what ends that
 */
export function startHeartbeats(patients: Patients, timeout: Milliseconds): () => void {
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const elapsed = milliseconds(now - last);
    last = now;
    beatAll(patients, elapsed, timeout);
  }, beatPeriod(timeout));
  return () => clearInterval(timer);
}

/** One beat. @param elapsed since the one before */
export function beatAll(patients: Patients, elapsed: Milliseconds, timeout: Milliseconds): void {
  for (const worker of patients.ready) if (worker !== undefined) beatOnce(worker, elapsed, timeout);
  for (const worker of patients.starting) watchStart(worker, elapsed, timeout);
}

function beatOnce(worker: WorkerProcess, elapsed: Milliseconds, timeout: Milliseconds): void {
  const due = beat(worker.unanswered, elapsed, timeout);
  switch (due.action) {
    case 'ping':
      return worker.ping();
    case 'wait':
      worker.unanswered = due.unanswered;
      return;
    case 'kill':
      worker.kill(`did not answer for ${formatDuration(timeout)}: its event loop is blocked; killed`);
  }
}

function watchStart(worker: WorkerProcess, elapsed: Milliseconds, timeout: Milliseconds): void {
  worker.startingFor = startingFor(worker.startingFor, elapsed, timeout);
  const limit = startLimit(timeout);
  if (worker.startingFor >= limit)
    worker.kill(`was not ready after ${formatDuration(limit)}: it hangs while it starts; killed`);
}
