import { startCommand } from './command-target.ts';
import { startEmbedded } from './embedded-target.ts';
import type { TreeWatch } from './guard.ts';
import type { StartTarget } from './target.ts';
import { findTarget } from './url-target.ts';

/** Starts whatever a plan names; the guard ends what this process leaves behind. */
export function startTarget(guard: TreeWatch): StartTarget {
  return async (settings, signal) => {
    switch (settings.kind) {
      case 'embedded':
        return startEmbedded(settings.server, guard, signal);
      case 'command':
        return startCommand(settings, guard, signal);
      case 'url':
        return findTarget(settings, signal);
    }
  };
}
