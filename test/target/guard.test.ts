import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { it } from 'node:test';
import { Guard } from '../../src/target/guard.ts';
import { groupRuns, killGroup } from '../../src/target/process-group.ts';
import { entryFile } from '../../src/entry-file.ts';
import { waitUntil } from '../support/processes.ts';

/** A group of two processes that ignores what it is asked to do, as a stubborn server might. */
async function startStubbornGroup(): Promise<number> {
  const shell = spawn('/bin/sh', ['-c', "trap '' TERM INT HUP; sleep 60 & echo up; sleep 60; sleep 60"], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(shell.stdout, 'data');
  return shell.pid ?? assert.fail('the shell did not start');
}

it('ends the groups it watches when the runner lets go, and spares those it was told to forget', async () => {
  const [watched, released] = [await startStubbornGroup(), await startStubbornGroup()];
  const guard = await Guard.start();
  for (const pid of [watched, released]) guard.watch({ pid });
  guard.release({ pid: released });
  guard.end();
  try {
    assert.ok(
      (await waitUntil(() => !groupRuns(watched), 2_000)) !== undefined,
      'the watched group still runs',
    );
    assert.equal(groupRuns(released), true);
  } finally {
    killGroup(released, 'SIGKILL');
  }
});

it('ends them when the runner is killed with -9', async () => {
  const group = await startStubbornGroup();
  const guardFile = entryFile(import.meta.url, '../../src/target/guard');
  const script = `
    import { Guard } from ${JSON.stringify(guardFile)};
    const guard = await Guard.start();
    guard.watch({ pid: ${group} });
    console.log('watching');
    setInterval(() => {}, 1000);`;
  const runner: ChildProcess = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (runner.stdout !== null) await once(runner.stdout, 'data');
  assert.equal(groupRuns(group), true);
  runner.kill('SIGKILL');
  assert.ok((await waitUntil(() => !groupRuns(group), 2_000)) !== undefined, 'the group outlived its runner');
});
