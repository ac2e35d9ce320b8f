// Entry of the guardian: a process that outlives the runner by a moment. Each line on its standard input names the root
// of a process tree to end (`+123 MARK`) or to forget (`-123`) when the input closes, which it does however the runner dies.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TreeRoot } from '../observe/process-tree.ts';
import { milliseconds } from '../units.ts';
import { endProcesses } from './end-processes.ts';

const roots = new Map<number, TreeRoot>();

// It has a session of its own, but whoever ends "all of loadstone" by name must not end it first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [number = '', mark = ''] = line.slice(1).split(' ');
  const pid = Number(number);
  if (line.startsWith('+')) roots.set(pid, { pid, mark: mark === '' ? undefined : mark });
  else roots.delete(pid);
});
await once(lines, 'close');
await Promise.all([...roots.values()].map((root) => endProcesses(root, 'SIGKILL', milliseconds(0))));
process.exit();
