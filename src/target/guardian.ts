// Entry of the guardian: a process that outlives the runner by a moment. Each line on its standard input names a
// process group to end (`+123`) or to forget (`-123`) when the input closes, which it does however the runner dies.
import { createInterface } from 'node:readline';
import { killGroup } from './process-group.ts';

const groups = new Set<number>();

// It has a session of its own, but whoever ends "all of loadstone" by name must not end it first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const group = Number(line.slice(1));
  if (line.startsWith('+')) groups.add(group);
  else groups.delete(group);
});
lines.on('close', () => {
  for (const group of groups) killGroup(group, 'SIGKILL');
  process.exit();
});
