import { spawn } from 'node:child_process';
import { log } from '../log.ts';

/**
 * Waits for its standard input to end, which the kernel sees to however the master dies, and then kills the
 * workers it was told of last. Costs a sleeping shell; nothing polls. It ignores what a terminal sends to the
 * whole process group, and it is in that group, so whoever kills the group ends it too.
 */
const SCRIPT = `trap '' INT TERM HUP QUIT
while read -r line; do pids=$line; done
[ -z "$pids" ] || kill -9 $pids`;

/** Sees to it that no worker outlives the master, not even one whose main thread is asleep and notices nothing. */
export interface OrphanGuard {
  watch(pids: readonly number[]): void;
  /** Ends the guard; resolves when its process is gone. */
  end(): Promise<void>;
}

/** Starts the guard. Windows has no shell for it: there, a worker asleep outlives a killed master until it wakes. */
export function startOrphanGuard(): OrphanGuard {
  if (process.platform === 'win32') return { watch: () => undefined, end: async () => undefined };
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'loadstone-orphan-guard'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  let ended = false;
  const gone = new Promise<void>((resolve) => {
    const over = (): void => {
      if (!ended) log('the orphan guard is gone: should the master be killed, workers may outlive it');
      ended = true;
      resolve();
    };
    shell.once('error', over);
    shell.once('exit', over);
  });
  // A write to a guard that is gone; its exit is what gets reported.
  shell.stdin.on('error', () => undefined);
  shell.unref();
  return {
    watch: (pids) => void shell.stdin.write(`${pids.join(' ')}\n`),
    end: async () => {
      if (ended) return;
      ended = true;
      shell.ref();
      shell.stdin.end('\n');
      await gone;
    },
  };
}
