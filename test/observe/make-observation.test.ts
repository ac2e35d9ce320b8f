import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { makeObservation } from '../../src/observe/make-observation.ts';
import type { ProcessReading, RawObservation, Reading, ThreadDetail } from '../../src/observe/reading.ts';
import { observationSchema, type Observation } from '../../src/samples/observation.ts';
import { nanoseconds, type Nanoseconds } from '../../src/units.ts';

const ms = (value: number): Nanoseconds => nanoseconds(value * 1e6);

function reading(atMs: number, processes: ProcessReading[], rest: Partial<Reading> = {}): Reading {
  return { at: ms(atMs), costMs: 1, loadstoneCpuMs: 0, processes, ...rest };
}

function process(pid: number, cpuMs: number, rest: Partial<ProcessReading> = {}): ProcessReading {
  return {
    pid,
    startedAt: ms(-1_000),
    parentPid: 1,
    command: `process ${pid}`,
    cpu: { totalMs: cpuMs, userMs: cpuMs, systemMs: 0 },
    memoryBytes: 1_000,
    ...rest,
  };
}

function detail(waitingMs: number, running = 1): ThreadDetail {
  return {
    running,
    sleeping: 2,
    blocked: 0,
    other: 0,
    switchesOfEach: [waitingMs, 0, waitingMs + 1],
    waitingMs,
    voluntarySwitches: waitingMs,
    involuntarySwitches: 0,
  };
}

/** Of the window from 1,000 to 2,000 ms, unless told otherwise. */
function observation(
  readings: Reading[],
  raw: Partial<RawObservation> = {},
  [start, end]: readonly [number, number] = [1_000, 2_000],
): Observation {
  const made = makeObservation(
    { source: 'proc', notSeen: [], workersExpected: 2, seesListening: true, readings, ...raw },
    { start: ms(start), end: ms(end) },
  );
  assert.deepEqual(observationSchema.parse(made), made, 'it fits into a record');
  return made;
}

describe('counters', () => {
  it('are taken to grow evenly between two readings, where the window begins and ends', () => {
    const made = observation([900, 1_400, 1_900, 2_400].map((at) => reading(at, [process(7, at / 10)])));
    assert.ok(Math.abs((made.processes[0]?.cpuMs.total ?? 0) - 100) < 1e-9);
    assert.deepEqual(made.atMs, [-100, 400, 900, 1_400]);
    assert.deepEqual(made.notSeen, []);
  });

  it('of a process that began within the window begin with nothing at its start', () => {
    const late = { startedAt: ms(1_200) };
    const made = observation([
      reading(900, []),
      reading(1_400, [process(7, 60, late)]),
      reading(2_000, [process(7, 90, late)]),
    ]);
    const [seen] = made.processes;
    assert.deepEqual([seen?.cpuMs.total, seen?.firstSeenMs, seen?.lastSeenMs], [90, 400, 1_000]);
    assert.deepEqual(seen?.series.memoryBytes, [null, 1_000, 1_000]);
  });

  it('of a process that ended are those of the last reading of it', () => {
    const made = observation([
      reading(1_000, [process(7, 10)]),
      reading(1_500, [process(7, 40)]),
      reading(2_000, []),
    ]);
    const [seen] = made.processes;
    assert.deepEqual([seen?.cpuMs.total, seen?.endedWithin, seen?.lastSeenMs], [30, true, 500]);
    assert.deepEqual(seen?.series.cpuShare, [null, 0.06, null]);
  });

  it('that not every reading has are taken from those that have them', () => {
    const made = observation([
      reading(500, [process(7, 0, { threadDetail: detail(100) })]),
      reading(1_000, [process(7, 0)]),
      reading(1_500, [process(7, 0, { threadDetail: detail(200, 3) })]),
      reading(2_000, [process(7, 0)]),
      reading(2_500, [process(7, 0, { threadDetail: detail(300) })]),
    ]);
    const [seen] = made.processes;
    assert.deepEqual([seen?.waitingForCpuMs, seen?.contextSwitches?.voluntary], [100, 100]);
    assert.deepEqual(seen?.threadStates, { running: 3, sleeping: 2, blocked: 0, other: 0 });
    assert.deepEqual(seen?.threadSwitches, [201, 200]);
    assert.deepEqual(seen?.series.threadsRunning, [null, 3, null]);
    assert.deepEqual(made.notSeen, ['what the threads do at 1 of 3 readings, to keep the cost down']);
  });
});

describe('a process', () => {
  it('is another where its pid was given again', () => {
    const made = observation([
      reading(1_000, [process(7, 500)]),
      reading(2_000, [process(7, 20, { startedAt: ms(1_500) })]),
    ]);
    assert.deepEqual(
      made.processes.map(({ cpuMs, endedWithin }) => [cpuMs.total, endedWithin]),
      [
        [0, true],
        [20, false],
      ],
    );
  });

  it('is left out where it was over before the window, or began after it', () => {
    const made = observation([
      reading(0, [process(1, 0)]),
      reading(1_000, [process(2, 0)]),
      reading(2_100, [process(2, 0), process(3, 5, { startedAt: ms(2_050) })]),
    ]);
    assert.deepEqual(
      made.processes.map(({ pid }) => pid),
      [2],
    );
  });
});

describe('the workers', () => {
  const holder = (
    pid: number,
    parentPid: number,
    holdsListener: boolean | undefined = true,
  ): ProcessReading => process(pid, 0, { parentPid, holdsListener });

  it('are those that hold the socket, but not their parent that holds it too', () => {
    const processes = [holder(10, 1), holder(12, 10), holder(11, 10), holder(13, 10, false)];
    const made = observation([reading(1_000, processes), reading(2_000, processes)]);
    assert.deepEqual(
      made.processes.map(({ pid, isWorker }) => [pid, isWorker]),
      [
        [11, true],
        [12, true],
        [10, false],
        [13, false],
      ],
    );
    assert.equal(made.listening?.holdersLeast, 2);
  });

  it('are those that the server names, where it does', () => {
    const processes = [
      process(10, 0, { holdsListener: true, isNamed: false }),
      process(11, 0, { parentPid: 10, holdsListener: false, isNamed: true }),
    ];
    const made = observation([
      reading(1_000, processes),
      reading(1_500, processes.slice(0, 1)),
      reading(2_000, processes),
    ]);
    assert.deepEqual(
      made.processes.map(({ isWorker }) => isWorker),
      [true, false],
    );
    assert.equal(made.listening?.holdersLeast, 0);
  });

  it('are not counted at a reading that had not looked at all of them yet', () => {
    const made = observation([
      reading(1_000, [holder(10, 1), holder(11, 10)]),
      reading(1_500, [holder(10, 1), process(12, 0, { parentPid: 10 })]),
      reading(2_000, [holder(10, 1), holder(12, 10)]),
    ]);
    assert.equal(made.listening?.holdersLeast, 1);
  });
});

describe('connections', () => {
  it('are those of the readings in the window, at its end those of the last', () => {
    const at = (atMs: number, connections?: number): Reading =>
      reading(atMs, [process(7, 0, connections === undefined ? {} : { connections })]);
    const made = observation([at(900, 90), at(1_000, 10), at(1_400, 40), at(1_800), at(2_100, 0)]);
    assert.deepEqual(made.processes[0]?.connections, { mean: 25, max: 40, atEnd: 40 });
    assert.deepEqual(made.processes[0]?.series.connections, [10, 40, null, 0]);
  });
});

describe('the machine', () => {
  const CASES = [
    { what: 'idle', busy: 0, server: 0, generator: 0, stolen: 0, others: 0 },
    { what: 'with others on it', busy: 1_000, server: 400, generator: 200, stolen: 100, others: 0.2 },
    {
      what: 'whose ticks differ from its processes',
      busy: 500,
      server: 400,
      generator: 120,
      stolen: 0,
      others: 0,
    },
  ];
  for (const { what, busy, server, generator, stolen, others } of CASES)
    it(`${what} is parted into shares of all processors`, () => {
      const machine = (part: number): Reading['machine'] => ({
        busyMs: 50 + part * busy,
        idleMs: 70 + part * (2_000 - busy - stolen),
        stolenMs: part * stolen,
      });
      const at = (atMs: number, part: number): Reading =>
        reading(atMs, [process(7, part * server)], {
          machine: machine(part),
          loadstoneCpuMs: (part * generator) / 2,
          generatorCpuMs: (part * generator) / 2,
        });
      const made = observation([at(1_000, 0), at(2_000, 1)]).machine;
      const expected = [busy / 2_000, server / 2_000, generator / 2_000, others, stolen / 2_000];
      const shares = [
        made?.busyShare,
        made?.serverShare,
        made?.generatorShare,
        made?.othersShare,
        made?.stolenShare,
      ];
      for (const [index, share] of shares.entries())
        assert.ok(Math.abs((share ?? NaN) - (expected[index] ?? 0)) < 1e-9, shares.join(' '));
    });
});

describe('the observation itself', () => {
  it('costs what its readings in the window took', () => {
    const made = observation([500, 1_000, 1_500, 2_000, 2_500].map((at) => reading(at, [])));
    assert.deepEqual(made.cost, { cpuMs: 3, coreShare: 0.003 });
  });

  it('says which parts of the window no reading covers', () => {
    const made = observation([reading(1_200, []), reading(1_700, [])]);
    assert.deepEqual(made.notSeen, ['the first 200 ms of the window', 'the last 300 ms of the window']);
    assert.deepEqual(observation([]).notSeen, ['anything: there was no reading']);
  });

  it('fits into a record whatever was read', () => {
    const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
      fc.option(value, { nil: undefined });
    const anyProcess = fc.record({
      pid: fc.integer({ min: 1, max: 5 }),
      startedAt: fc.integer({ min: 0, max: 3 }).map((at) => ms(at * 1_000)),
      parentPid: fc.integer({ min: 0, max: 5 }),
      command: fc.string(),
      cpu: fc.constant({ totalMs: 0 }),
      memoryBytes: fc.nat(),
      threads: maybe(fc.nat(9)),
      threadDetail: maybe(fc.constant(detail(0))),
      connections: maybe(fc.nat(9)),
      holdsListener: maybe(fc.boolean()),
    });
    const anyReading = fc.record({
      at: fc.integer({ min: 0, max: 3_000 }).map(ms),
      costMs: fc.nat(5),
      loadstoneCpuMs: fc.nat(100),
      processes: fc.uniqueArray(anyProcess, { selector: ({ pid }) => pid }),
      acceptQueue: maybe(fc.nat(5)),
      unread: maybe(fc.nat(5)),
      overflows: maybe(fc.constant(3)),
    });
    fc.assert(
      fc.property(fc.uniqueArray(anyReading, { selector: ({ at }) => at }), (readings) => {
        // Counters never fall.
        const inOrder = readings
          .toSorted((a, b) => a.at - b.at)
          .map((one) => ({
            ...one,
            processes: one.processes.map((seen) => ({
              ...seen,
              cpu: { totalMs: one.at / 1e7 },
              threadDetail: seen.threadDetail && detail(one.at / 1e6),
            })),
          }));
        const made = observation(inOrder);
        for (const { series, cpuMs, lastSeenMs } of made.processes) {
          for (const figures of Object.values(series)) assert.equal(figures.length, made.atMs.length);
          assert.ok(lastSeenMs >= 0 && lastSeenMs <= 1_000 && cpuMs.total >= 0);
        }
      }),
    );
  });
});
