import assert from 'node:assert/strict';
import { it } from 'node:test';
import { observationReasons } from '../../src/run/observation-reasons.ts';
import type { Observation, ObservedProcess } from '../../src/samples/observation.ts';
import { observationOf } from '../report/fixtures/observation.ts';

const sound = observationOf([25, 25, 25, 25]);
const [worker, ...others] = sound.processes as [ObservedProcess, ...ObservedProcess[]];
const listening = { acceptQueueMax: 0, acceptQueue: [], unread: [], overflows: 0 };
const alone = { isServerTold: false, isShared: false };
const shares = { serverShare: 0.1, generatorShare: 0.1, stolenShare: 0 };

const cases: readonly [what: string, change: Partial<Observation>, reason: RegExp | undefined][] = [
  ['all its workers', { listening: { ...listening, holdersLeast: 4 } }, undefined],
  [
    'fewer workers than asked for',
    { listening: { ...listening, holdersLeast: 3 } },
    /only 3 of 4 workers held/,
  ],
  [
    'a worker that ended',
    { processes: [{ ...worker, endedWithin: true }, ...others] },
    /ended under the load \(pid 1\)/,
  ],
  [
    'a worker that came',
    { processes: [{ ...worker, firstSeenMs: 500 }, ...others] },
    /were started under the load \(pid 1\)/,
  ],
  [
    'another process that ended',
    { processes: [{ ...worker, isWorker: false, endedWithin: true }, ...others] },
    undefined,
  ],
  [
    'a machine that others use and that is half idle',
    { machine: { ...shares, busyShare: 0.5, othersShare: 0.3 } },
    undefined,
  ],
  [
    'a machine that is busy with what is measured',
    { machine: { ...shares, busyShare: 1, othersShare: 0.2 } },
    undefined,
  ],
  [
    'a machine that others keep busy',
    { machine: { ...shares, busyShare: 0.95, othersShare: 0.75 } },
    /it took 75 % of the processors, which left 5 % idle/,
  ],
  [
    'a machine whose hypervisor has taken it away',
    { machine: { ...shares, busyShare: 0.5, othersShare: 0, stolenShare: 0.45 } },
    /and its hypervisor 45 %/,
  ],
];
for (const [what, change, reason] of cases)
  it(`${what} ${reason === undefined ? 'is no reason' : 'is a reason'} against a trial`, () => {
    const reasons = observationReasons({ ...sound, ...change }, alone);
    if (reason === undefined) assert.deepEqual(reasons, []);
    else assert.match(reasons.join(), reason);
  });

it('what the server has told of itself is not said again, and what was not seen is no reason', () => {
  const processes = [{ ...worker, endedWithin: true }, ...others];
  assert.deepEqual(observationReasons({ ...sound, processes }, { ...alone, isServerTold: true }), []);
  assert.deepEqual(observationReasons(null, alone), []);
});

it('the servers of other trials that went on meanwhile are no reason, and what the hypervisor took is', () => {
  const reasons = (machine: NonNullable<Observation['machine']>): string[] =>
    observationReasons({ ...sound, machine }, { ...alone, isShared: true });
  assert.deepEqual(reasons({ ...shares, busyShare: 0.95, othersShare: 0.75 }), []);
  assert.match(
    reasons({ ...shares, busyShare: 0.4, othersShare: 0.3, stolenShare: 0.5 }).join(),
    /its hypervisor 50 %/,
  );
});
