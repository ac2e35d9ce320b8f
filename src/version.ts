import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

/** Loadstone's own version, from its package.json. */
export const VERSION: string = readVersion();

function readVersion(): string {
  const path = findPackageJSON(import.meta.url);
  if (path === undefined) throw new Error('loadstone was installed without its package.json');
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
  return version;
}
