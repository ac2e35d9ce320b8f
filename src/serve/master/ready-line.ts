import { basename } from 'node:path';
import { formatHold } from '../../plan/hold.ts';
import { formatBindAddress, type BindAddress } from '../bind-address.ts';
import type { ServerOptions } from './server-options.ts';
import { serverSize } from './server-size.ts';

/** What is printed once the server takes connections: where, with how many workers, and what it serves. */
export function readyLine({ settings, appFile }: ServerOptions, address: BindAddress): string {
  const where = formatBindAddress(address);
  const what = appFile === undefined ? `hold ${formatHold(settings.hold)}` : basename(appFile);
  return `loadstone serve: ready on ${'path' in address ? where : `http://${where}`} (${serverSize(settings)}, ${what})\n`;
}
