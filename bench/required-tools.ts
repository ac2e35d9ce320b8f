import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
export const LOADSTONE = join(ROOT, 'dist/src/bin.js');
export const AUTOCANNON = join(ROOT, 'node_modules/autocannon/autocannon.js');

/** Debian's: another on the PATH has not its packages. */
export const PYTHON = '/usr/bin/python3';
const PYTHON_PACKAGES = ['fastapi', 'uvicorn', 'uvloop', 'httptools'] as const;

/** What has to be there, and what makes it be there. */
const INSTALL = {
  wrk: 'apt-get install wrk',
  hey: 'apt-get install hey',
  nginx: 'apt-get install nginx-light',
  taskset: 'apt-get install util-linux',
  bash: 'apt-get install bash',
  cc: 'apt-get install gcc libc6-dev',
  chromium: 'apt-get install chromium',
  fastapi: 'apt-get install python3-fastapi python3-uvicorn python3-uvloop python3-httptools',
  autocannon: 'npm ci',
  loadstone: 'npm run build',
} as const;

export type Tool = keyof typeof INSTALL;

/** @throws {Error} that says what to install */
export function requireTools(tools: Iterable<Tool>): void {
  const missing = [...new Set(tools)].filter((tool) => !isThere(tool));
  if (process.platform !== 'linux') throw new Error('the benches run on Linux: nothing else has taskset');
  if (missing.length > 0)
    throw new Error(`missing: ${missing.map((tool) => `${tool} (${INSTALL[tool]})`).join(', ')}`);
}

export function isThere(tool: Tool): boolean {
  if (tool === 'loadstone') return existsSync(LOADSTONE);
  if (tool === 'fastapi') return spawnSync(PYTHON, ['-c', `import ${PYTHON_PACKAGES.join()}`]).status === 0;
  if (tool === 'autocannon') return existsSync(AUTOCANNON);
  // Debian's nginx lies where a user's path may not lead.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return folders.some((folder) => existsSync(join(folder, tool)));
}
