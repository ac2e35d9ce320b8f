import { formatDuration, milliseconds, type Milliseconds } from '../../units.ts';
import { beat, beatPeriod } from './heartbeat.ts';
import type { WorkerProcess } from './worker-process.ts';

/** Asks the workers that are ready for signs of life, and kills those that give none. @returns what ends that */
export function startHeartbeats(
  workers: () => readonly (WorkerProcess | undefined)[],
  timeout: Milliseconds,
): () => void {
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const elapsed = milliseconds(now - last);
    last = now;
    for (const worker of workers()) if (worker !== undefined) beatOnce(worker, elapsed, timeout);
  }, beatPeriod(timeout));
  return () => clearInterval(timer);
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
