import assert from 'node:assert/strict';
import { cpus } from 'node:os';
import { test } from 'node:test';
import { parseMachineTimes, readMachineTimes } from '../../../src/observe/proc/machine-times.ts';
import { systemConstants } from '../../../src/observe/proc/system-constants.ts';
import { readSmallFile } from '../../../src/observe/proc/small-file.ts';

const SAMPLE = `cpu  100 20 30 4000 500 6 7 80 9 1
cpu0 50 10 15 2000 250 3 3 40 4 0
intr 1
processes 4242
`;

test('a guest counts once, waiting for a device is idle, and what was stolen is apart', () => {
  assert.deepEqual(parseMachineTimes(SAMPLE), { busy: 163, idle: 4500, stolen: 80, forks: 4242 });
});

test('what is no such file is nothing', () => {
  assert.equal(parseMachineTimes('cpu0 1 2 3\n'), undefined);
});

test(
  'all processors together have as many ticks as they were up',
  { skip: process.platform !== 'linux' },
  () => {
    const times = readMachineTimes();
    const uptime = Number.parseFloat(readSmallFile('/proc/uptime') ?? '');
    assert.ok(times !== undefined && times.forks > 0);
    const seconds = (times.busy + times.idle + times.stolen) / systemConstants().ticksPerSecond;
    assert.ok(
      Math.abs(seconds / cpus().length / uptime - 1) < 0.1,
      `${seconds} s of ${cpus().length} × ${uptime} s`,
    );
  },
);
