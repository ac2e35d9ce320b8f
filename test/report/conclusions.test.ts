import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conclusions } from '../../src/report/conclusions.ts';
import type { DurationCount } from '../../src/samples/duration-counts.ts';
import type { Fact } from '../../src/report/facts/fact.ts';
import type { TargetRecord } from '../../src/samples/target-record.ts';
import { storedRun, type RunInput } from './fixtures/stored-run.ts';
import { CONDITIONS, expectedTrial, PUBLISHED } from './fixtures/sync-vs-async.ts';
import { WORKER_CLASS_SERVER, WORKER_CLASS_TRIALS } from './fixtures/worker-classes.ts';
import type { TrialInput } from './fixtures/trial-record.ts';

const ASYNC = { workers: 1, threads: 1, endpoint: '/async' };
const expected: TrialInput[] = CONDITIONS.map((condition) => expectedTrial(condition));

function facts<Kind extends Fact['kind']>(kind: Kind, input: RunInput): Extract<Fact, { kind: Kind }>[] {
  const ofKind = conclusions(storedRun(input)).filter((fact) => fact.kind === kind);
  return ofKind as Extract<Fact, { kind: Kind }>[];
}

/** The expected trials, those of a condition that has these levels changed. */
function changed(levels: Record<string, unknown>, change: Partial<TrialInput>): TrialInput[] {
  return expected.map((trial) => {
    const isMeant = Object.entries(levels).every(([factor, level]) => trial.condition?.[factor] === level);
    return isMeant ? { ...trial, ...change } : trial;
  });
}

test('the experiment as it should come out yields one fact of each kind that is about success', () => {
  const kinds = conclusions(storedRun({ published: PUBLISHED, trials: expected })).map(({ kind }) => kind);
  assert.deepEqual(kinds, [
    'publishedCounts',
    'limitSteps',
    'offeredLoad',
    'factorEffect',
    'windowGap',
    'nearTimeout',
    'lateLeftOut',
  ]);
});

test('an endpoint at connections ÷ hold in every condition is held by the offered load', () => {
  const [fact] = facts('offeredLoad', { trials: expected });
  assert.equal(fact?.endpoint, '/async');
  assert.deepEqual(fact.limitPerSecond, { least: 10, most: 10 });
  assert.ok(Math.abs(fact.largestDifferencePercent - 0.15) < 1e-9);
  assert.equal(fact.conditions, 4);
  assert.deepEqual(fact.variedCapacity, ['workers', 'threads']);
});

test('which endpoint is held by the load is decided by the figures, not by its name', () => {
  const trials = expected.map((trial) => ({
    ...trial,
    condition: { ...trial.condition, endpoint: trial.condition?.endpoint === '/sync' ? '/async' : '/sync' },
  }));
  assert.equal(facts('offeredLoad', { trials })[0]?.endpoint, '/sync');
  assert.equal(facts('limitSteps', { trials })[0]?.endpoint, '/async');
});

test('the step from the slots to the load is found, with the figures of both', () => {
  const [fact] = facts('limitSteps', { trials: expected });
  assert.equal(fact?.isRising, true);
  assert.deepEqual(
    fact.steps.map(({ limitedBy, workers, slots, limitPerSecond, conditions }) => [
      limitedBy,
      workers,
      slots,
      limitPerSecond,
      conditions,
    ]),
    [
      ['slots', 1, 40, 4, 2],
      ['offeredLoad', 4, 160, 10, 2],
    ],
  );
});

test('slots and hold follow the factors, the time scale and the plan', () => {
  const trial = (poolSize: number, steadyStatePerSecond: number): TrialInput => ({
    condition: { workers: 2, poolSize, hold: '2s', endpoint: '/x' },
    ledger: { completed: 100 },
    steadyStatePerSecond,
  });
  const [fact] = facts('limitSteps', { timeScale: 0.5, trials: [trial(10, 20), trial(20, 39)] });
  assert.deepEqual(
    fact?.steps.map(({ slots, holdMs, limitPerSecond }) => [slots, holdMs, limitPerSecond]),
    [
      [20, 1_000, 20],
      [40, 1_000, 40],
    ],
  );
  assert.equal(fact?.isRising, true);
});

test('workers that share the load unevenly have neither limit', () => {
  const trials = changed({ workers: 4, endpoint: '/sync' }, { steadyStatePerSecond: 5.4 });
  const [fact] = facts('limitSteps', { trials });
  assert.deepEqual(
    fact?.steps.map(({ limitedBy }) => limitedBy),
    ['slots', 'neither'],
  );
});

test('an endpoint that does more than its slots allow takes none, and they are left out of its limits', () => {
  const trials = changed({ endpoint: '/async', threads: 4 }, { steadyStatePerSecond: 4 });
  const fact = facts('limitSteps', { trials }).find(({ endpoint }) => endpoint === '/async');
  assert.deepEqual(
    fact?.steps.map(({ limitedBy, slots, limitPerSecond }) => [limitedBy, slots, limitPerSecond]),
    [
      ['offeredLoad', null, 10],
      ['neither', null, 10],
      ['offeredLoad', null, 10],
      ['neither', null, 10],
    ],
  );
});

test('nothing is said of limits where only the estimate is above them, and not the responses that came back', () => {
  const estimated = { ...expectedTrial({ workers: 1, endpoint: '/sync' }), steadyStatePerSecond: 5 };
  const slotsOf = (trial: TrialInput) =>
    facts('limitSteps', { trials: [trial] })[0]?.steps.map(({ limitedBy, slots }) => [limitedBy, slots]);
  assert.equal(slotsOf(estimated), undefined);
  const ledger = { completed: 300, inFlightAtEnd: 100 };
  assert.deepEqual(slotsOf({ ...estimated, ledger }), [['neither', null]]);
});

test('nothing is said of the limit of an endpoint that is faster than the hold allows', () => {
  const trials = [expectedTrial({ workers: 1, endpoint: '/healthz' }, 1, { steadyStatePerSecond: 20_000 })];
  assert.deepEqual(facts('offeredLoad', { trials }), []);
  assert.deepEqual(facts('limitSteps', { trials }), []);
});

test('nothing is said of the limit where slots and connections are about as many', () => {
  const trial = expectedTrial({ workers: 1, endpoint: '/sync' }, 1, { steadyStatePerSecond: 9.9 });
  const server = { poolSize: 98, hold: '10s' };
  assert.deepEqual(facts('limitSteps', { server, trials: [trial] }), []);
  assert.deepEqual(facts('offeredLoad', { server, trials: [trial] }), []);
});

test('the workers that no factor varies are the ones the run was made with', () => {
  const trial = expectedTrial({ endpoint: '/sync' }, 1, { steadyStatePerSecond: 4 });
  assert.deepEqual(
    facts('limitSteps', { server: { workers: 1 }, trials: [trial] })[0]?.steps.map(({ limitedBy, slots }) => [
      limitedBy,
      slots,
    ]),
    [['slots', 40]],
  );
});

test('threads changed nothing when no pair of levels differs by more than the threshold', () => {
  const trials = changed({ threads: 4, endpoint: '/sync', workers: 4 }, { steadyStatePerSecond: 9.7 });
  const [fact, ...others] = facts('factorEffect', { trials });
  assert.deepEqual(others, []);
  assert.equal(fact?.factor, 'threads');
  assert.equal(fact.isNothing, true);
  assert.equal(fact.compared, 4);
  assert.deepEqual(fact.largest.elsewhere, { workers: 4, endpoint: '/sync' });
  assert.ok(Math.abs(fact.largest.percent - -2.854) < 0.001);
  assert.deepEqual(fact.trials, { least: 1, most: 1 });
});

test('threads that changed the throughput by 30 % are said to have', () => {
  const trials = changed({ threads: 4, endpoint: '/sync', workers: 4 }, { steadyStatePerSecond: 6.99 });
  const [fact] = facts('factorEffect', { trials });
  assert.equal(fact?.isNothing, false);
  assert.equal(fact.changed, 1);
  assert.equal(fact.compared, 4);
  assert.equal(Math.round(fact.largest.percent), -30);
});

test('a factor with one level, or with no equal elsewhere, has no effect to speak of', () => {
  assert.deepEqual(facts('factorEffect', { trials: [expectedTrial(ASYNC)] }), []);
  const unlike = [expectedTrial(ASYNC), expectedTrial({ workers: 4, threads: 4, endpoint: '/async' })];
  assert.deepEqual(facts('factorEffect', { trials: unlike }), []);
});

test('the throughputs differ by the last batch when as many were in flight at the end', () => {
  const [fact, ...others] = facts('windowGap', { trials: expected });
  assert.deepEqual(others, []);
  assert.equal(fact?.isInFlight, true);
  assert.deepEqual(
    fact.groups.map(({ conditions }) => conditions),
    [2, 6],
  );
  assert.deepEqual(fact.inFlightAtEnd, { least: 100, most: 100 });
  assert.deepEqual(fact.wholeHolds, { durationMs: 60_000, holdMs: 10_000, count: 6 });
});

test('a gap larger than what was in flight is told apart from one that is not', () => {
  const ledger = { completed: 300, inFlightAtEnd: 100 };
  const gaps = facts('windowGap', { trials: changed(ASYNC, { ledger }) });
  assert.deepEqual(
    gaps.map(({ isInFlight, groups }) => [isInFlight, groups.length]),
    [
      [true, 2],
      [false, 1],
    ],
  );
});

test('a duration of no whole number of holds is not said to be one', () => {
  const ledger = { completed: 550, inFlightAtEnd: 100 };
  const trial = expectedTrial(ASYNC, 1, { durationMs: 65_000, ledger });
  assert.equal(facts('windowGap', { trials: [trial] })[0]?.wholeHolds, null);
});

test('throughputs within the threshold of each other are no gap', () => {
  const trial = expectedTrial(ASYNC, 1, { ledger: { completed: 595, inFlightAtEnd: 5 } });
  assert.deepEqual(facts('windowGap', { trials: [trial] }), []);
});

test('late responses are told with both means and the published one, at the time scale of the run', () => {
  const trials = CONDITIONS.map((condition) => expectedTrial(condition, 0.1));
  const [fact] = facts('lateLeftOut', { timeScale: 0.1, published: PUBLISHED, trials });
  assert.equal(fact?.cases.length, 2);
  const [first] = fact.cases;
  assert.equal(first?.late, 60);
  assert.equal(first.meanMs, 2_101);
  assert.ok(Math.abs((first.onTimeMeanMs ?? 0) - 1_714.3) < 1e-6);
  assert.equal(first.published?.meanMs, 1_804);
});

test('responses that came just before and just after the time-out are counted together', () => {
  const second = (seconds: number, count: number) => [seconds * 1e6, count] as unknown as DurationCount;
  const responses = [second(20, 140), second(29.97, 45), second(30.01, 15)];
  const ledger = { completed: 200, completedLate: 15 };
  const condition = { endpoint: '/sync' };
  const [fact] = facts('nearTimeout', { trials: [{ condition, ledger, responses }] });
  assert.deepEqual(fact?.cases, [{ condition, timeoutMs: 30_000, completed: 200, near: 60, late: 15 }]);
  const far = { condition, ledger, responses: [second(20, 195), second(40, 5)] };
  assert.deepEqual(facts('nearTimeout', { trials: [far] }), []);
});

test('where requests were given up at the time-out, nothing is said of late ones', () => {
  const responses = [[29.9e6, 100] as unknown as DurationCount];
  const trial: TrialInput = { condition: { endpoint: '/sync' }, ledger: { completed: 100 }, responses };
  assert.equal(facts('nearTimeout', { trials: [trial] }).length, 1);
  const givenUp = { ...trial, timeoutPolicy: 'abort', ledger: { completed: 100, timedOut: 90 } } as const;
  assert.deepEqual(facts('nearTimeout', { trials: [givenUp] }), []);
});

test('responses of a status from 400 on are told by condition and status, also those of invalid trials', () => {
  const statuses = (statusCodes: Record<string, number>, invalidReasons: string[] = []) => ({
    ledger: { completed: 100 },
    statusCodes,
    invalidReasons,
  });
  const trials = [
    { condition: { workers: 1 }, ...statuses({ 200: 60, 399: 30, 404: 10 }) },
    { condition: { workers: 2 }, ...statuses({ 200: 99, 503: 1 }) },
    { condition: { workers: 2 }, replicate: 2, ...statuses({ 400: 10, 503: 90 }, ['all were errors']) },
    { condition: { workers: 3 }, ...statuses({ 200: 100 }) },
  ];
  assert.deepEqual(facts('errorResponses', { trials })[0]?.cases, [
    { condition: { workers: 2 }, completed: 200, errors: 101, statuses: { 400: 10, 503: 91 } },
    { condition: { workers: 1 }, completed: 100, errors: 10, statuses: { 404: 10 } },
  ]);
  assert.deepEqual(facts('errorResponses', { trials: [trials[3] ?? {}] }), []);
});

test('a median that is the published count does not hide the trials that are off', () => {
  const trials = [500, 500, 480].map((completed, index) => ({
    ...expectedTrial(ASYNC),
    replicate: index + 1,
    ledger: { completed },
  }));
  const [fact] = facts('publishedCounts', { published: PUBLISHED, replicates: 3, trials });
  assert.deepEqual(fact, {
    kind: 'publishedCounts',
    equal: 1,
    compared: 1,
    trials: { equal: 2, compared: 3 },
    furthest: null,
  });
});

test('counts that differ from the published ones are counted, and the furthest is named', () => {
  const trials = changed({ ...ASYNC, workers: 4 }, { ledger: { completed: 544 } });
  const [fact] = facts('publishedCounts', { published: PUBLISHED, trials });
  assert.equal(fact?.equal, 7);
  assert.equal(fact.compared, 8);
  assert.deepEqual(fact.furthest, {
    condition: { ...ASYNC, workers: 4 },
    completed: 544,
    published: 500,
  });
});

test('a run of one trial yields what one trial can', () => {
  const kinds = conclusions(storedRun({ trials: [expectedTrial(ASYNC)] })).map(({ kind }) => kind);
  assert.deepEqual(kinds, ['offeredLoad', 'windowGap']);
});

test('nothing follows from a run without trials', () => {
  assert.deepEqual(conclusions(storedRun({ conditions: CONDITIONS, published: PUBLISHED })), []);
});

test('with an unknown steady state nothing is said of factors and windows, and of limits what the batches show', () => {
  const trials = expected.map((trial) => ({ ...trial, steadyStatePerSecond: null }));
  const kinds = conclusions(storedRun({ trials })).map(({ kind }) => kind);
  assert.deepEqual(kinds, ['limitSteps', 'offeredLoad', 'nearTimeout', 'lateLeftOut']);
  assert.deepEqual(
    facts('limitSteps', { trials })[0]?.steps.map(({ limitedBy, seenInBatches }) => [
      limitedBy,
      seenInBatches,
    ]),
    [
      ['slots', { batches: 5, completed: { least: 200, most: 200 } }],
      ['offeredLoad', { batches: 5, completed: { least: 500, most: 500 } }],
    ],
  );
});

test('where the connections went to workers without slots for them, that is the limit', () => {
  const uneven = { connectionsByWorker: [62, 21, 12, 5], ledger: { completed: 390, inFlightAtEnd: 100 } };
  const trials = changed({ workers: 4, endpoint: '/sync' }, { ...uneven, steadyStatePerSecond: 7.8 });
  const steps = facts('limitSteps', { trials })[0]?.steps ?? [];
  assert.deepEqual(
    steps.map(({ limitedBy, heldAtOnce, limitPerSecond }) => [limitedBy, heldAtOnce, limitPerSecond]),
    [
      ['slots', 40, 4],
      ['unevenConnections', 78, 7.8],
    ],
  );
  const even = changed({ workers: 4, endpoint: '/sync' }, { connectionsByWorker: [25, 25, 25, 25] });
  assert.equal(facts('limitSteps', { trials: even })[0]?.steps[1]?.limitedBy, 'offeredLoad');
});

test('of a server that nobody says how it works nothing is said but what its factors did', () => {
  const trials = expected.filter(({ condition }) => condition?.threads === 1);
  const targets: TargetRecord[] = [
    { kind: 'url', name: null, url: 'http://127.0.0.1:8000/', workers: null, hold: null, model: null },
  ];
  const all = conclusions(storedRun({ trials, targets }));
  assert.deepEqual(
    all.map(({ kind }) => kind),
    ['factorEffect', 'windowGap', 'nearTimeout', 'lateLeftOut'],
  );
  const [effect] = facts('factorEffect', { trials, targets });
  assert.deepEqual([effect?.factor, effect?.changed], ['workers', 1]);
});

test('when everything failed, that is all that is said', () => {
  const failed = { 'connect:ECONNREFUSED': 40, 'read:ECONNRESET': 2 };
  const trials = [1, 4].map((workers) => ({
    condition: { workers },
    ledger: { failed },
    invalidReasons: ['every request failed'],
  }));
  const all = conclusions(storedRun({ trials }));
  assert.deepEqual(
    all.map(({ kind }) => kind),
    ['nothingCompleted', 'invalidLeftOut'],
  );
  assert.deepEqual(facts('nothingCompleted', { trials })[0]?.failed, {
    'connect:ECONNREFUSED': 80,
    'read:ECONNRESET': 4,
  });
});

test('invalid trials are left out of every conclusion', () => {
  const spoilt = { steadyStatePerSecond: 1, ledger: { completed: 10 }, invalidReasons: ['stopped'] };
  const trials = changed({ workers: 4 }, spoilt);
  assert.deepEqual(facts('invalidLeftOut', { trials })[0], {
    kind: 'invalidLeftOut',
    invalid: 4,
    measured: 8,
  });
  assert.equal(facts('offeredLoad', { trials })[0]?.conditions, 2);
});

/** The worker-classes plan's trials under these levels. */
function classTrials(levels: Record<string, unknown>): TrialInput[] {
  return WORKER_CLASS_TRIALS.filter(({ condition = {} }) =>
    Object.entries(levels).every(([factor, level]) => condition[factor] === level),
  );
}

test('slots follow the worker class', () => {
  const slotsOf = (workerClass: string, endpoint: string): (number | null)[] =>
    facts('limitSteps', { server: WORKER_CLASS_SERVER, trials: classTrials({ workerClass, endpoint }) })
      .flatMap(({ steps }) => steps)
      .map(({ slots }) => slots);
  assert.deepEqual(slotsOf('pool', '/sync'), [12, 24]);
  assert.deepEqual(slotsOf('gthread', '/async'), [1, 2, 4, 8]);
  assert.deepEqual(slotsOf('sync', '/async'), [1, 2]);
  assert.deepEqual(slotsOf('loop', '/sync'), [1, 2]);
});

test('whether an endpoint takes slots is judged for each worker class, and said once of those where it takes none', () => {
  const trials = classTrials({ endpoint: '/async' });
  const [fact, ...others] = facts('offeredLoad', { server: WORKER_CLASS_SERVER, trials });
  assert.deepEqual(others, []);
  assert.deepEqual(fact?.workerClasses, ['pool', 'loop']);
  assert.equal(fact.conditions, 8);
  assert.deepEqual(
    facts('limitSteps', { server: WORKER_CLASS_SERVER, trials }).map(({ workerClass }) => workerClass),
    ['gthread', 'sync'],
  );
});

test('an endpoint that computes has neither limit where there are more slots than processors', () => {
  const trials = classTrials({ endpoint: '/cpu' });
  const limits = facts('limitSteps', { server: WORKER_CLASS_SERVER, trials }).map(
    ({ workerClass, steps }) => [workerClass, steps.map(({ limitedBy }) => limitedBy)],
  );
  assert.deepEqual(limits, [
    ['pool', ['neither', 'neither']],
    ['gthread', ['slots', 'slots', 'neither', 'neither']],
    ['sync', ['slots', 'slots']],
    ['loop', ['slots', 'slots']],
  ]);
});

test('threads are judged as a factor only under the worker classes whose law has none', () => {
  const effects = (trials: TrialInput[]) =>
    facts('factorEffect', { server: WORKER_CLASS_SERVER, trials }).map(
      ({ factor, workerClasses, isNothing, compared }) => [factor, workerClasses, isNothing, compared],
    );
  assert.deepEqual(effects(WORKER_CLASS_TRIALS), [['threads', ['pool', 'sync', 'loop'], true, 24]]);
  assert.deepEqual(effects(classTrials({ workerClass: 'loop' })), [['threads', [], true, 8]]);
  assert.deepEqual(effects(classTrials({ workerClass: 'gthread' })), []);
});

test('a pool size does nothing where there is no pool', () => {
  const trials = [10, 20].map((poolSize): TrialInput => ({
    condition: { poolSize },
    ledger: { completed: 100 },
    steadyStatePerSecond: 0.1,
  }));
  assert.equal(facts('factorEffect', { server: { workerClass: 'sync' }, trials })[0]?.factor, 'poolSize');
  assert.deepEqual(facts('factorEffect', { server: { workerClass: 'pool' }, trials }), []);
});

test('holds that are drawn count with their mean, and what chance can explain is no finding', () => {
  const limits = (hold: string, steadyStatePerSecond: number, completed: number) =>
    facts('limitSteps', {
      server: { hold: '1h' },
      trials: [{ condition: { hold }, ledger: { completed }, steadyStatePerSecond }],
    }).flatMap(({ steps }) =>
      steps.map(({ limitedBy, holdMs, isHoldDrawn }) => [limitedBy, holdMs, isHoldDrawn]),
    );
  // 40 slots ÷ 10 s = 4/s
  assert.deepEqual(limits('exp:10s', 4.1, 400), [['slots', 10_000, true]]);
  assert.deepEqual(limits('10s', 4.1, 400), [['slots', 10_000, false]]);
  // 12.5 % more or less in the mean of 400: within three standard errors of exponential holds, 15 %.
  assert.deepEqual(limits('exp:10s', 3.5, 400), []);
  assert.deepEqual(limits('10s', 3.5, 400), [['neither', 10_000, false]]);
  assert.deepEqual(limits('exp:10s', 3.5, 40_000), [['neither', 10_000, true]]);
});

test('a duration is no whole number of holds that are drawn', () => {
  const wholeHolds = (hold: string) =>
    facts('windowGap', { server: { hold }, trials: [expectedTrial(ASYNC)] })[0]?.wholeHolds;
  assert.equal(wholeHolds('10s')?.count, 6);
  assert.equal(wholeHolds('uniform:5s:15s'), null);
});

test('nothing is said of limits without a hold, or of an app whose handlers nobody here knows', () => {
  const trial = { condition: { endpoint: '/sync' }, ledger: { completed: 100 }, steadyStatePerSecond: 4 };
  assert.equal(facts('limitSteps', { trials: [trial] }).length, 1);
  for (const server of [{ hold: '0ms' }, { app: 'my-app.ts' }])
    assert.deepEqual(facts('limitSteps', { server, trials: [trial] }), []);
});
