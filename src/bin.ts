#!/usr/bin/env node
// Entry of the `loadstone` process. It imports nothing before the version check: the rest does not load on old Node.
// From here on node:sqlite and type stripping are stable: older ones warn of them at every start.
const NEEDED = '24.15';

if (isAtLeast(process.versions.node, NEEDED)) {
  // A reader that has seen enough (`| head`, `2>&1 | head`) is no defect, and no reason to end a run; nor is a full disk, but
  // what was to be printed is missing then.
  process.stderr.on('error', () => {});
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    process.stderr.write(`loadstone: standard output cannot be written: ${message}\n`);
    process.once('exit', () => (process.exitCode ||= 1));
  });
  // Half of what a start costs is compiling: kept from the last time, in the system's folder for temporary files.
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
} else {
  process.stderr.write(
    `loadstone: found Node ${process.versions.node} at ${process.execPath}, but Node ${NEEDED} or newer is needed. ` +
      'Install it from https://nodejs.org, or run `npm install node@26` in this folder and start loadstone with npx.\n',
  );
  process.exitCode = 2;
}

function isAtLeast(version: string, needed: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed.split('.').map(Number);
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}
