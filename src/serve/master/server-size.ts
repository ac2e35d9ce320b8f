import type { ServerSettings } from '../../plan/server-settings.ts';

/** How large a server is, as the line says that announces it: `4 workers × 40 pool threads`. */
export function serverSize({ workers, workerClass, poolSize, threads }: ServerSettings): string {
  const crew = counted(workers, 'worker');
  switch (workerClass) {
    case 'pool':
      return `${crew} × ${counted(poolSize, 'pool thread')}`;
    case 'gthread':
      return `${crew} × ${counted(threads, 'thread')}`;
    case 'sync':
    case 'loop':
      return crew;
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
