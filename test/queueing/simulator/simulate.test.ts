import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { placeOf } from '../../../src/plan/handler-place.ts';
import { serverSettingsSchema } from '../../../src/plan/server-settings.ts';
import { accountedCount, begunCount, dueCount, unsentCount } from '../../../src/samples/ledger.ts';
import { asymptoticBounds } from '../../../src/queueing/asymptotic-bounds.ts';
import { simulate } from '../../../src/queueing/simulator/simulate.ts';
import { simulatedServer, type SimulationModel } from '../../../src/queueing/simulator/simulation-model.ts';
import type { SimulationResult } from '../../../src/queueing/simulator/simulation-result.ts';
import { milliseconds } from '../../../src/units.ts';
import { hold, load, server } from './fixtures.ts';

const timesOf = (result: SimulationResult): (readonly [number, number])[] =>
  [...result.carried.completed, ...result.opening.completed, ...result.settled.completed].toSorted(
    ([one], [other]) => one - other,
  );

describe('the published plan: 100 connections, 10 s, a minute', () => {
  const cells = [
    { workers: 1, handler: 'sync', completed: 200 },
    { workers: 1, handler: 'async', completed: 500 },
    { workers: 4, handler: 'sync', completed: 500 },
    { workers: 4, handler: 'async', completed: 500 },
  ] as const;
  for (const { workers, handler, completed } of cells)
    for (const threads of [1, 4])
      for (const overhead of [0, 0.05, 2])
        it(`${workers} × ${threads}, ${handler}, overhead of ${overhead} ms: ${completed}`, () => {
          const settings = serverSettingsSchema.parse({ workers, threads, hold: '10s' });
          const time = { loopTime: milliseconds(overhead / 2), handlerTime: milliseconds(overhead / 2) };
          const model = { server: simulatedServer(settings, handler, time), load: load({ timeout: '30s' }) };
          const { ledger } = simulate(model, 1);
          // With no overhead at all the sixth batch falls exactly on the end, which is outside.
          assert.deepEqual([ledger.completed, ledger.inFlightAtEnd], [completed, 100]);
        });

  it('takes the batch that ends a nanosecond before the end', () => {
    const model = { server: server('timer', '9.999999999s'), load: load() };
    // The sixth batch ends at 59.999999994 s.
    assert.equal(simulate(model, 1).ledger.completed, 600);
  });
});

describe('worker classes', () => {
  it('put each handler where the embedded server runs it', () => {
    assert.equal(placeOf('pool', 'async'), 'timer');
    assert.equal(placeOf('pool', 'blocking'), 'eventLoop');
    assert.equal(placeOf('gthread', 'async'), 'slot');
    assert.equal(placeOf('loop', 'sync'), 'eventLoop');
    const settings = serverSettingsSchema.parse({ threads: 4, poolSize: 40, workerClass: 'gthread' });
    assert.equal(simulatedServer(settings, 'sync').slots, 4);
    assert.equal(simulatedServer({ ...settings, workerClass: 'sync' }, 'async').slots, 1);
  });

  it('an event loop that blocks serves one at a time', () => {
    const { ledger } = simulate({ server: server('eventLoop', '1s'), load: load() }, 1);
    assert.equal(ledger.completed, 59);
  });

  it('and holds up the responses of handlers that do not block', () => {
    const model: SimulationModel = {
      server: server('timer', '100ms', {
        requests: [
          { place: 'timer', hold: hold('100ms'), weight: 9 },
          { place: 'eventLoop', hold: hold('1s'), weight: 1 },
        ],
      }),
      load: load({ connections: 10 }),
    };
    const times = timesOf(simulate(model, 3));
    // Where nothing blocks all take 100 ms; here most wait for a handler that blocks.
    const onTime = times.filter(([time]) => time <= 100_000).reduce((sum, [, count]) => sum + count, 0);
    const all = times.reduce((sum, [, count]) => sum + count, 0);
    assert.ok(onTime < all / 2);
    assert.ok(times.every(([time]) => time >= 100_000));
  });

  it('the loop time is taken by one request after the other', () => {
    const model = {
      server: server('timer', '1s', { loopTime: milliseconds(10) }),
      load: load({ connections: 100, duration: '1.5s' }),
    };
    // The first is dispatched after 10 ms, the fiftieth after half a second.
    assert.equal(simulate(model, 1).ledger.completed, 49);
  });
});

describe('time-outs', () => {
  const slow = { server: server('slot', '1s'), connections: 10 };

  it('abort gives up at the time-out, opens the connection anew, and the server goes on for nobody', () => {
    const model = {
      server: slow.server,
      load: load({ connections: 10, timeout: '2.5s', timeoutPolicy: 'abort', duration: '10s' }),
    };
    const { ledger, connections, workers } = simulate(model, 1);
    // By 2.5 s two of the ten are served; the other eight, given up, still take up the server until 10 s, and by then
    // everybody who came later has been given up as well.
    assert.equal(ledger.completed, 2);
    assert.equal(workers[0]?.served, 9);
    assert.equal(ledger.completedLate, 0);
    assert.equal(connections.opened, 10 + ledger.timedOut);
    assert.equal(workers[0]?.busyTime, 10e9);
  });

  it('a response at exactly the time-out is late', () => {
    const settings = { connections: 1, timeout: '1s', duration: '10.5s' };
    const abort = simulate({ server: slow.server, load: load({ ...settings, timeoutPolicy: 'abort' }) }, 1);
    assert.deepEqual([abort.ledger.completed, abort.ledger.timedOut], [0, 10]);
    const wait = simulate({ server: slow.server, load: load(settings) }, 1);
    assert.deepEqual([wait.ledger.completed, wait.ledger.completedLate], [10, 10]);
  });
});

describe('connections', () => {
  const served = (spread: SimulationModel['server']['spread'], connections: number): number[] => {
    const model = {
      server: server('timer', '1s', { workers: 4, spread }),
      load: load({ connections, duration: '1.5s' }),
    };
    return simulate(model, 11).workers.map((worker) => worker.served);
  };

  it('are dealt in turn, or as they were counted', () => {
    assert.deepEqual(served({ policy: 'roundRobin' }, 10), [3, 3, 2, 2]);
    assert.deepEqual(served({ policy: 'counts', counts: [7, 0, 2, 1] }, 10), [7, 0, 2, 1]);
  });

  it('come by chance with a hash, or whoever wakes first: each worker a quarter of many', () => {
    for (const policy of ['hash', 'firstAwake'] as const)
      for (const count of served({ policy }, 40_000))
        // Binomial: a deviation of 4.5 standard deviations is 390.
        assert.ok(Math.abs(count - 10_000) < 390, `${policy}: ${count}`);
  });

  it('are not taken by a worker whose event loop is held up', () => {
    const model = {
      server: server('eventLoop', '1s', { workers: 2, spread: { policy: 'firstAwake' } as const }),
      load: load({ connections: 2, timeout: '900ms', timeoutPolicy: 'abort', duration: '30s' }),
    };
    const { workers } = simulate(model, 5);
    assert.ok(workers.every((worker) => worker.served > 0));
  });
});

describe('an open loop', () => {
  it('lets arrivals wait for a connection, and counts from when they were due', () => {
    const model = {
      server: server('timer', '1s'),
      load: load({
        connections: 1,
        connectionsMax: 1,
        arrivalsPerSecond: 2,
        duration: '10s',
      }),
    };
    const { ledger, arrivals, uncorrected, settled, opening } = simulate(model, 1);
    // One connection carries 1 request a second of the 2 that arrive, at 0, 0.5, 1 … s.
    assert.deepEqual([ledger.started, ledger.completed], [10, 9]);
    assert.deepEqual([arrivals?.scheduled, arrivals?.unsentAtEnd, arrivals?.waited], [20, 10, 9]);
    assert.deepEqual(uncorrected, [[1_000_000, 9]]);
    const times = [...opening.completed, ...settled.completed].map(([time]) => time / 1e6);
    assert.deepEqual(
      times.toSorted((one, other) => one - other),
      [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5],
    );
  });

  it('gives up requests at their age since they were due, so that none waits unsent for as long', () => {
    const model = {
      server: server('timer', '1s'),
      load: load({
        connections: 1,
        connectionsMax: 1,
        arrivalsPerSecond: 2,
        timeout: '3s',
        timeoutPolicy: 'abort',
        duration: '20s',
      }),
    };
    const { arrivals, ledger } = simulate(model, 1);
    assert.ok(ledger.timedOut > 10);
    // Whatever is in flight was due before, and makes room when it is given up.
    assert.equal(arrivals?.gaveUpWaiting, 0);
  });
});

const holds = fc.constantFrom('10ms', 'exp:10ms', 'lognormal:10ms:1', 'uniform:1ms:30ms');
const anyModel = fc.record({
  place: fc.constantFrom('timer', 'slot', 'eventLoop'),
  holdText: holds,
  workers: fc.integer({ min: 1, max: 4 }),
  slots: fc.integer({ min: 1, max: 6 }),
  order: fc.constantFrom('fifo', 'random'),
  policy: fc.constantFrom('roundRobin', 'hash', 'firstAwake'),
  loopMs: fc.constantFrom(0, 0.1, 3),
  load: fc.record(
    {
      connections: fc.integer({ min: 4, max: 60 }),
      generatorThreads: fc.integer({ min: 1, max: 4 }),
      timeout: fc.constantFrom('15ms', '80ms', '10s'),
      timeoutPolicy: fc.constantFrom('abort', 'wait'),
      ramp: fc.constantFrom('50ms', '300ms'),
      warmup: fc.constantFrom('100ms'),
      requests: fc.integer({ min: 1, max: 500 }),
      arrivalsPerSecond: fc.constantFrom(50, 400, 2_000),
      arrivalProcess: fc.constantFrom('constant', 'poisson'),
      connectionsMax: fc.integer({ min: 60, max: 80 }),
    },
    { requiredKeys: ['connections', 'generatorThreads', 'timeout', 'timeoutPolicy'] },
  ),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});

const modelOf = (drawn: Parameters<Parameters<typeof anyModel.map>[0]>[0]): SimulationModel => ({
  server: server(drawn.place, drawn.holdText, {
    workers: drawn.workers,
    slots: drawn.slots,
    order: drawn.order,
    spread: { policy: drawn.policy },
    loopTime: milliseconds(drawn.loopMs),
  }),
  load: load({ duration: '500ms', ...drawn.load }),
});

describe('whatever the model', () => {
  it('the ledger balances, the arrivals too, and no worker is busy for longer than it can be', () => {
    fc.assert(
      fc.property(anyModel, (drawn) => {
        const model = modelOf(drawn);
        const { ledger, arrivals, workers, windowStart, windowEnd, intervals } = simulate(model, drawn.seed);
        assert.equal(accountedCount(ledger), begunCount(ledger));
        if (arrivals !== undefined) {
          const counts = { ...arrivals, waitMs: NaN as never };
          assert.equal(dueCount(counts), ledger.started + unsentCount(counts));
        }
        const capacity = (windowEnd - windowStart) * (drawn.slots + 1);
        for (const { busyTime } of workers) assert.ok(busyTime >= 0 && busyTime <= capacity);
        const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
        assert.equal(sum(intervals.completed), ledger.completed);
        assert.equal(sum(intervals.started), ledger.started);
        assert.equal(sum(intervals.timedOut), ledger.timedOut);
        if (model.load.requests !== undefined && arrivals === undefined)
          assert.ok(ledger.started <= model.load.requests);
      }),
      { numRuns: 150 },
    );
  });

  it('the same seed gives the same, and where requests count as settled changes nothing of what happens', () => {
    fc.assert(
      fc.property(anyModel, (drawn) => {
        const model = modelOf(drawn);
        const once = simulate(model, drawn.seed);
        assert.deepEqual(simulate(model, drawn.seed), once);
        const cut = simulate(model, drawn.seed, milliseconds(100));
        assert.deepEqual(
          [cut.ledger, cut.intervals, cut.workers],
          [once.ledger, once.intervals, once.workers],
        );
      }),
      { numRuns: 30 },
    );
  });

  it('throughput keeps to the asymptotic bounds, and reaches them where holds are all alike', () => {
    const settings = fc.record({
      connections: fc.integer({ min: 1, max: 300 }),
      slots: fc.integer({ min: 1, max: 40 }),
      think: fc.constantFrom(0, 5, 50, 200),
      holdText: fc.constantFrom('10ms', 'exp:10ms', 'uniform:5ms:15ms'),
      seed: fc.integer({ min: 0, max: 10_000 }),
    });
    fc.assert(
      fc.property(settings, ({ connections, slots, think, holdText, seed }) => {
        const model: SimulationModel = {
          server: server('slot', holdText, { slots }),
          load: load({ connections, warmup: '1s', duration: '10s' }),
          thinkTime: hold(`${think}ms`),
        };
        const { ledger, workers } = simulate(model, seed);
        const bounds = asymptoticBounds({
          customers: connections,
          thinkTime: milliseconds(think),
          stations: [{ kind: 'queue', servers: slots, demand: milliseconds(10) }],
        });
        // A window may have one response more than the whole cycles that fit: of each connection, and of each slot.
        const cycles = (connections / (10 + think)) * 10_000 + connections;
        const most = Math.min(cycles, (slots / 10) * 10_000 + slots);
        assert.ok((workers[0]?.busyTime ?? 0) <= slots * 10e9);
        if (holdText === '10ms') {
          assert.ok(ledger.completed <= most, `${ledger.completed} of ${most}`);
          assert.ok(ledger.completed >= bounds.perSecond.most * 10 - 2 * connections);
        } else {
          // Six standard deviations of a sum of so many holds.
          assert.ok(ledger.completed <= most + 6 * Math.sqrt(most));
        }
      }),
      { numRuns: 40 },
    );
  });
});

it('refuses a model that has no meaning, or would go round for ever in one instant', () => {
  const bad: readonly [RegExp, SimulationModel][] = [
    [/no time at all/, { server: server('slot', '0s'), load: load() }],
    [/at least one worker/, { server: server('slot', '1s', { workers: 0 }), load: load() }],
    [
      /counted for 1 workers/,
      {
        server: server('slot', '1s', { workers: 2, spread: { policy: 'counts', counts: [1] } }),
        load: load(),
      },
    ],
    [/needs an end/, { server: server('slot', '1s'), load: { ...load(), duration: milliseconds(Infinity) } }],
  ];
  for (const [message, model] of bad) assert.throws(() => simulate(model, 1), message);
});
