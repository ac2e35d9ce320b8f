import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasEnded, parseProcessStat, readProcessStat } from '../../../src/observe/proc/process-stat.ts';

const FIELDS =
  'S 41 42 42 0 -1 4194304 1 2 3 4 150 25 7 8 20 0 11 0 123456 1000000 512 18446744073709551615 1 1';

const NAMES = ['node', 'a b', '(sd-pam)', 'evil) R 1 1', ') S (', '', 'tmux: server'];
for (const name of NAMES)
  test(`the fields of a process called "${name}" are counted from behind its name`, () => {
    assert.deepEqual(parseProcessStat(`4711 (${name}) ${FIELDS}\n`), {
      pid: 4711,
      name,
      state: 'S',
      parentPid: 41,
      group: 42,
      userTicks: 150,
      systemTicks: 25,
      threads: 11,
      startedAtTicks: 123456,
      residentPages: 512,
    });
  });

test('what is no line of a process is nothing', () => {
  for (const text of ['', '1', '1 (a', '1 (a) S 2', 'no brackets'])
    assert.equal(parseProcessStat(text), undefined);
});

test('a process that has ended and waits for its parent is over, a stopped one is not', () => {
  assert.deepEqual(['Z', 'X', 'R', 'S', 'D', 'T', 'I'].map(hasEnded), [
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('this process is read with its parent and its memory', { skip: process.platform !== 'linux' }, () => {
  const stat = readProcessStat(process.pid);
  assert.equal(stat?.parentPid, process.ppid);
  assert.ok(stat.residentPages > 1_000 && stat.threads > 1);
  // Above the largest that Linux gives (2^22).
  assert.equal(readProcessStat(2 ** 22 + 1), undefined);
});
