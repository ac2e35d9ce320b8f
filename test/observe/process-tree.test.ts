import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { ProcessTree, processTree, type ProcessNode } from '../../src/observe/process-tree.ts';
import { waitUntil } from '../support/processes.ts';
import { ScriptProcess } from '../support/script-process.ts';
import { requireTool } from '../support/system-tools.ts';

const pidsOf = (tree: readonly ProcessNode[]): number[] => tree.map(({ pid }) => pid);

describe('a process tree', { skip: process.platform !== 'linux' && 'reads /proc' }, () => {
  it('has the root and its children, each with its parent, group and command', async (t) => {
    if (!requireTool(t, 'python3')) return;
    await using script = new ScriptProcess('burner.py', ['0', '2']);
    const children = await script.numbers();
    const tree = processTree({ pid: script.pid });
    assert.deepEqual(
      pidsOf(tree),
      [script.pid, ...children].toSorted((a, b) => a - b),
    );
    for (const node of tree) {
      assert.equal(node.group, script.pid);
      assert.equal(node.parentPid, node.pid === script.pid ? process.pid : script.pid);
      assert.match(node.command, /burner\.py 0 2$/);
      assert.ok(node.startedAtTicks > 0);
    }
  });

  it('has a daemon that carries its mark, though its parent and its group are gone', async (t) => {
    if (!requireTool(t, 'python3')) return;
    const mark = `LOADSTONE_OBSERVED=${process.pid}`;
    const [name = '', value = ''] = mark.split('=');
    await using script = new ScriptProcess('daemon.py', [], { [name]: value });
    const [daemon = 0] = await script.numbers();
    try {
      await script.ended();
      assert.deepEqual(pidsOf(processTree({ pid: script.pid })), [], 'nothing else tells that it was of it');
      const tree = new ProcessTree({ pid: script.pid, mark });
      assert.deepEqual(pidsOf(tree.read()), [daemon]);
      assert.deepEqual(pidsOf(tree.read('newcomers')), [daemon]);
    } finally {
      process.kill(daemon, 'SIGKILL');
    }
  });

  it('remembers a child that it has seen, whoever becomes its parent', async (t) => {
    if (!requireTool(t, 'setsid', 'util-linux')) return;
    // A session of its own, and no mark: once the shell has ended only the memory tells.
    const shell = spawn('/bin/sh', ['-c', 'setsid sleep 60 & echo up; read line'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    });
    const root = shell.pid ?? 0;
    const tree = new ProcessTree({ pid: root });
    const sleeper = (): number | undefined =>
      tree.read().find(({ command, group, pid }) => command === 'sleep 60' && group === pid)?.pid;
    try {
      assert.notEqual(await waitUntil(() => sleeper() !== undefined, 5_000), undefined);
      const pid = sleeper() ?? 0;
      shell.stdin.end();
      await once(shell, 'exit');
      assert.deepEqual(pidsOf(tree.read('newcomers')), [pid]);
      process.kill(pid, 'SIGKILL');
      assert.notEqual(await waitUntil(() => tree.read().length === 0, 5_000), undefined);
    } finally {
      const left = sleeper();
      if (left !== undefined) process.kill(left, 'SIGKILL');
    }
  });

  it('leaves out what has ended and waits for its parent', async (t) => {
    if (!requireTool(t, 'python3')) return;
    await using script = new ScriptProcess('burner.py', ['0', '2']);
    const [first = 0, second = 0] = await script.numbers();
    // Nobody asks for how it ended: it stays a zombie.
    process.kill(first, 'SIGKILL');
    const tree = new ProcessTree({ pid: script.pid });
    assert.notEqual(await waitUntil(() => !pidsOf(tree.read()).includes(first), 5_000), undefined);
    assert.ok(pidsOf(tree.read()).includes(second));
  });

  it('has not the group of a root that does not lead it', async (t) => {
    if (!requireTool(t, 'sleep', 'coreutils')) return;
    // In the group of this process, which must not be of the tree: it may be what ends all that is.
    const child = spawn('sleep', ['60']);
    try {
      await once(child, 'spawn');
      assert.deepEqual(pidsOf(processTree({ pid: child.pid ?? 0 })), [child.pid]);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  it('is empty where there is no such process', () => {
    assert.deepEqual(processTree({ pid: 2 ** 22 + 1, mark: 'LOADSTONE_OBSERVED=nobody' }), []);
  });
});
