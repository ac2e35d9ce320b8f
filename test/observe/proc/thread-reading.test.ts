import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseThread, readThreads } from '../../../src/observe/proc/thread-reading.ts';
import { ScriptProcess } from '../../support/script-process.ts';
import { waitUntil } from '../../support/processes.ts';
import { requireTool } from '../../support/system-tools.ts';

const status = (name: string): string =>
  `Name:\t${name}\nUmask:\t0022\nState:\tD (disk sleep)\nTgid:\t1\nvoluntary_ctxt_switches:\t17\nnonvoluntary_ctxt_switches:\t4\n`;

for (const name of ['node', 'State:\\tR', 'voluntary_ctxt_switches:\\t9', 'a b (c)'])
  test(`a thread called "${name}" is read by its labels, not by its name`, () => {
    assert.deepEqual(parseThread(5, status(name), '1000000 250000 12\n'), {
      tid: 5,
      isHelper: false,
      state: 'D',
      runningNs: 1_000_000,
      waitingNs: 250_000,
      voluntarySwitches: 17,
      involuntarySwitches: 4,
    });
  });

test('threads of the language itself are told by their names', () => {
  const isHelper = (name: string) => parseThread(5, status(name), '1 2 3\n')?.isHelper;
  const names = ['node-V8Worker', 'G1 Conc#0', 'libuv-worker', 'WorkerThread', 'my V8Worker'];
  assert.deepEqual(names.map(isHelper), [true, true, false, false, false]);
});

test('a thread that ended while it was read is left out', () => {
  assert.equal(parseThread(5, status('a'), ''), undefined);
  assert.equal(parseThread(5, '', '1 2 3\n'), undefined);
});

test(
  'of five threads four sleep and the one that computes runs or is ready to',
  { skip: process.platform !== 'linux' },
  async (t) => {
    if (!requireTool(t, 'python3')) return;
    await using script = new ScriptProcess('threads.py');
    const [pid = 0] = await script.numbers();
    const states = (): string =>
      (readThreads(pid) ?? [])
        .map(({ state }) => state)
        .toSorted()
        .join('');
    // One that has just started may not sleep yet.
    assert.notEqual(await waitUntil(() => states() === 'RSSSS', 5_000), undefined, states());
    const before = readThreads(pid) ?? [];
    const busiest = before.find(({ state }) => state === 'R');
    const until = performance.now() + 50;
    while (performance.now() < until);
    const after = readThreads(pid)?.find(({ tid }) => tid === busiest?.tid);
    const grown = (field: 'runningNs' | 'waitingNs'): number =>
      (after?.[field] ?? 0) - (busiest?.[field] ?? 0);
    assert.ok(grown('runningNs') + grown('waitingNs') > 20e6, 'it ran or waited for the most of 50 ms');
  },
);

test('a process that is none has no threads', () => {
  assert.equal(readThreads(2 ** 22 + 1), undefined);
});
