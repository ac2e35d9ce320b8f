#!/usr/bin/env node
// Entry of the `loadstone` process. It imports nothing before the version check: the rest does not load on old Node.
const NEEDED_MAJOR = 24;

if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) {
  // A reader that has seen enough (`| head`) is no defect, and no reason to end a run.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
} else {
  process.stderr.write(
    `loadstone: found Node ${process.versions.node} at ${process.execPath}, but Node ${NEEDED_MAJOR} or newer is needed. ` +
      'Install it from https://nodejs.org, or run `npm install node@26` in this folder and start loadstone with npx.\n',
  );
  process.exitCode = 2;
}
