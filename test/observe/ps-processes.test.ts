import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listProcesses, parseListed, treeOf } from '../../src/observe/ps-processes.ts';
import { requireTool } from '../support/system-tools.ts';

test('a line of ps is three numbers and a command, whatever is in it', () => {
  assert.deepEqual(parseListed('   12     1    12 /bin/sh -c echo 4 5 6  '), {
    pid: 12,
    parentPid: 1,
    group: 12,
    command: '/bin/sh -c echo 4 5 6',
  });
  assert.equal(parseListed(''), undefined);
  assert.equal(parseListed('  PID  PPID'), undefined);
  assert.equal(parseListed(`1 0 1 ${'x'.repeat(300)}`)?.command.length, 200);
});

test('a tree has the descendants in any order, the group that the root leads, and those that are known', () => {
  const listed = (pid: number, parentPid: number, group: number) => ({ pid, parentPid, group, command: '' });
  const all = [
    listed(9, 8, 9),
    listed(8, 5, 8),
    listed(5, 2, 5),
    listed(6, 1, 5),
    listed(7, 1, 7),
    listed(3, 1, 3),
    listed(2, 1, 1),
  ];
  const pids = (known: number[]): number[] => treeOf(5, all, new Set(known)).map(({ pid }) => pid);
  assert.deepEqual(pids([]), [9, 8, 5, 6]);
  assert.deepEqual(pids([7, 99]), [9, 8, 5, 6, 7]);
});

test('ps lists this process', async (t) => {
  if (!requireTool(t, 'ps', 'procps')) return;
  const own = (await listProcesses())?.find(({ pid }) => pid === process.pid);
  assert.equal(own?.parentPid, process.ppid);
});
