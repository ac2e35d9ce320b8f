import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkPlan } from '../../src/plan/check-plan.ts';
import { DEFAULT_PLAN, loadPlan } from '../../src/plan/load-plan.ts';
import { planWarnings } from '../../src/plan/plan-warnings.ts';
import type { PlanInput } from '../../src/plan/plan.ts';

const MANY_PROCESSORS = 64;

/** Nothing is to be said of it. */
const sound: PlanInput = {
  name: 'sound',
  target: { kind: 'embedded', hold: '700ms', poolSize: 4 },
  load: { duration: '10s', timeout: '20s', connections: 100 },
  factors: { workers: [1, 2], endpoint: ['/sync', '/async'] },
};

const warningsOf = (plan: PlanInput, processors: number | null = MANY_PROCESSORS): string[] =>
  planWarnings(checkPlan(plan, 'the test'), 1, processors);

/** The sound plan with something else in place of what it has. */
const changed = ({
  target = {},
  load = {},
  factors = {},
}: Partial<Record<'target' | 'load' | 'factors', object>>): PlanInput => {
  const plan = {
    ...sound,
    target: { ...sound.target, ...target },
    load: { ...sound.load, ...load },
    factors: { ...sound.factors, ...factors },
  };
  return plan as PlanInput;
};

describe('what is said of a plan before it runs', () => {
  it('is nothing where nothing is wrong', () => {
    assert.deepEqual(warningsOf(sound), []);
  });

  it('is one sentence for each thing in the published plan, however many conditions it has', async () => {
    const warnings = planWarnings(await loadPlan(DEFAULT_PLAN), 0.1, 2);
    const said = [/time-out .* whole number/, /duration .* whole number/, /levels of threads/, /160 slots/];
    assert.equal(warnings.length, said.length);
    for (const [index, pattern] of said.entries()) assert.match(warnings[index] ?? '', pattern);
  });

  const cases: [what: string, plan: PlanInput, warning: RegExp][] = [
    [
      'a time-out on a whole number of holds',
      changed({ load: { timeout: '21s' } }),
      /time-out \(21s\) is a whole number of holds \(700ms\)/,
    ],
    [
      'a duration on a whole number of many holds',
      changed({ load: { duration: '14s' } }),
      /duration \(14s\) is a whole number of holds \(700ms\): .* decided by milliseconds\.$/,
    ],
    [
      'a duration on a whole number of few holds',
      changed({ load: { duration: '2800ms' } }),
      /that batch is 25 % of the throughput\.$/,
    ],
    [
      'few holds in the duration',
      changed({ load: { duration: '3s' } }),
      /only 4 whole holds \(700ms\) in it: one batch more or less is 25 %/,
    ],
    ['not one hold in it', changed({ load: { duration: '500ms' } }), /shorter than one hold/],
    [
      'few of drawn holds',
      changed({ target: { hold: 'exp:2s' } }),
      /only 5\.0 mean holds \(exp:2s\): few requests end on each connection/,
    ],
    [
      'levels of threads that do not differ',
      changed({ factors: { threads: [1, 4], workerClass: ['pool', 'gthread', 'sync'] } }),
      /levels of threads \(1, 4\) do not differ under pool and sync/,
    ],
    [
      'threads that do nothing',
      changed({ target: { threads: 8 } }),
      /8 threads are none of the slots of pool.*its pool size/,
    ],
    [
      'fewer connections than slots',
      changed({ target: { poolSize: 60 } }),
      /100 connections cannot show what 120 slots can do: .* at least 120\.$/,
    ],
    [
      'several numbers of slots that are never filled',
      changed({ target: { poolSize: 60 }, factors: { workers: [1, 2, 3, 4] } }),
      /100 connections cannot show what 120, 180 or 240 slots/,
    ],
    [
      'a factor with one level',
      changed({ factors: { poolSize: [4] } }),
      /factor poolSize \(4\) has one level/,
    ],
    [
      'several of those',
      changed({ factors: { poolSize: [4], balance: ['shared'] } }),
      /poolSize \(4\) and balance \(shared\) have one level each/,
    ],
  ];
  for (const [what, plan, warning] of cases)
    it(`names ${what}, and nothing else`, () => {
      const warnings = warningsOf(plan);
      assert.match(warnings.join('\n'), warning);
      assert.equal(warnings.length, 1, warnings.join('\n'));
    });

  it('takes no whole number of holds that are drawn, or that are none', () => {
    const load = { duration: '14s', timeout: '21s' };
    for (const hold of ['exp:700ms', '0ms'])
      assert.deepEqual(warningsOf(changed({ target: { hold }, load })), []);
  });

  it('does not ask for more connections where some condition has them, or where all have the same slots', () => {
    const target = { poolSize: 60 };
    assert.deepEqual(warningsOf(changed({ target, factors: { connections: [10, 240] } })), []);
    assert.deepEqual(warningsOf(changed({ target: { poolSize: 400 }, factors: { workers: [1] } })).length, 1);
    const { workers: _, ...one } = sound.factors;
    assert.deepEqual(warningsOf({ ...changed({ target: { poolSize: 400 } }), factors: one }), []);
  });

  it('says that the generator and the server share too few processors only where they use them', () => {
    const load = { generatorThreads: 2 };
    const shares = /2 workers and 2 generator threads share 2 processors/;
    const computing = changed({ load, factors: { endpoint: ['/cpu'] } });
    assert.match(warningsOf(computing, 2).join(), shares);
    const quick = changed({ load, target: { hold: '0ms' } });
    assert.match(warningsOf(quick, 2).join(), shares);
    assert.deepEqual(warningsOf(computing, 4), []);
    assert.deepEqual(warningsOf(changed({ load }), 2), []);
    const elsewhere = { kind: 'url', url: 'http://192.0.2.1:8000' } as const;
    const remote = {
      ...sound,
      load: { ...sound.load, ...load },
      target: elsewhere,
      factors: { endpoint: ['/'] },
    };
    assert.deepEqual(warningsOf(remote, 1), []);
    const local = { ...remote, target: { ...elsewhere, url: 'http://localhost:8000' } };
    assert.match(warningsOf(local, 2).join(), /1 worker and 2 generator threads/);
  });

  it('has nothing of the machine, or of levels that were set, where nothing is measured', () => {
    const plan = changed({ target: { hold: '0ms' }, factors: { poolSize: [4] } });
    assert.deepEqual(warningsOf(plan, null), []);
  });
});
