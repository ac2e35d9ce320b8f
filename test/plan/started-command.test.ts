import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserError } from '../../src/errors.ts';
import { checkPlan } from '../../src/plan/check-plan.ts';
import { planWarnings } from '../../src/plan/plan-warnings.ts';
import type { StartedCommand } from '../../src/plan/started-command.ts';
import { trialSettings } from '../../src/plan/trial-settings.ts';

const COMMAND = 'serve -w {workers} --on {host}:{port} --mode {mode}';

function planOf(target: object, factors: object): ReturnType<typeof checkPlan> {
  const load = { duration: '1s', timeout: '2s' };
  return checkPlan({ name: 'mine', target: { kind: 'command', ...target }, load, factors }, 'plan');
}

function started(target: object, factors: object, condition: object, timeScale = 1): StartedCommand {
  const settings = trialSettings(planOf(target, factors), { ...condition }, timeScale);
  assert.ok(settings.target.kind === 'command');
  return settings.target;
}

describe('a command with the levels of a condition', () => {
  it('has them where their names stood, and leaves open where it is to listen', () => {
    const factors = { workers: [1, 4], mode: ['a b', 'c'] };
    const { words, workers } = started({ command: COMMAND }, factors, { workers: 4, mode: 'a b' });
    assert.deepEqual(words, ['serve', '-w', '4', '--on', '{host}:{port}', '--mode', 'a b']);
    assert.equal(workers, 4);
  });

  it('takes from the settings what no factor says, and from the target how many workers there are', () => {
    const target = { command: COMMAND, settings: { mode: 'x' }, workers: 3 };
    const { words, workers } = started(target, { connections: [10] }, { connections: 10 });
    assert.deepEqual([words[2], words.at(-1), workers], ['3', 'x', 3]);
  });

  it('is told the hold, which the time scale shortens', () => {
    const env = { SECONDS: '{holdSeconds}', MS: '{holdMs}', TEXT: '{hold}' };
    const target = { command: 'serve', env, hold: '10s' };
    const short = started(target, { connections: [10] }, { connections: 10 }, 0.1);
    assert.deepEqual(short.env, { SECONDS: '1', MS: '1000', TEXT: '1000ms' });
    const varied = started(target, { hold: ['2s', 'exp:4s'] }, { hold: 'exp:4s' });
    assert.deepEqual(varied.env, { SECONDS: 'exp:4', MS: '4000', TEXT: 'exp:4000ms' });
  });

  it('warns that a time scale does not reach a server that is not told its hold', () => {
    const told = planOf({ command: 'serve {holdMs}', hold: '7s' }, { connections: [10] });
    const untold = planOf({ command: 'serve' }, { connections: [10] });
    assert.doesNotMatch(planWarnings(told, 0.1, null).join(), /shortens the load/);
    assert.doesNotMatch(planWarnings(untold, 1, null).join(), /shortens the load/);
    assert.match(planWarnings(untold, 0.1, null).join(), /shortens the load and not what the server does/);
  });
});

describe('a plan with a command is refused, in one line, for', () => {
  const cases: readonly [what: string, target: object, factors: object, expected: RegExp][] = [
    [
      'a name in braces that nothing stands for',
      { command: 'serve {colour}' },
      { workers: [1] },
      /nothing reads this factor|\{colour\} in the command is no factor/,
    ],
    [
      'a factor that no command reads',
      { command: 'serve' },
      { workers: [1, 2] },
      /no command has \{workers\} in it/,
    ],
    [
      'a command that needs a shell',
      { command: 'a && b' },
      { connections: [1] },
      /target\.command: "&&" is for a shell/,
    ],
    ['no command', { command: '' }, { connections: [1] }, /target\.command: the command is empty/],
    [
      'a level that is no number of workers',
      { command: '{workers}' },
      { workers: ['many'] },
      /factors\.workers: "many"/,
    ],
    [
      'a signal that is none',
      { command: 'a', stopSignal: 'SIGNOPE' },
      { connections: [1] },
      /target\.stopSignal/,
    ],
    ['a factor whose name cannot stand in braces', { command: 'a' }, { 'pool size': [1] }, /pool size/],
  ];
  for (const [what, target, factors, expected] of cases)
    it(what, () => {
      assert.throws(
        () => planOf(target, factors),
        (error) => {
          assert.ok(error instanceof UserError);
          assert.match(error.line, expected);
          return true;
        },
      );
    });
});

describe('a plan with several targets', () => {
  const load = { duration: '1s', timeout: '2s' };
  const targets = {
    ours: { kind: 'embedded' },
    theirs: { kind: 'command', command: 'serve {workers} {flag}', settings: { flag: 'x' } },
  };
  const check = (rest: object) => checkPlan({ name: 'mine', targets, load, ...rest }, 'plan');

  it('has all of them as levels of the factor target, unless it says which', () => {
    assert.deepEqual(check({ factors: { workers: [1] } }).factors, {
      target: ['ours', 'theirs'],
      workers: [1],
    });
    const chosen = check({ factors: { target: ['theirs'], workers: [1] } });
    assert.deepEqual(chosen.factors['target'], ['theirs']);
  });

  it('may vary what only one of them has', () => {
    const plan = check({ factors: { workers: [2], poolSize: [10], flag: ['y'] } });
    const kinds = ['ours', 'theirs'].map(
      (target) => trialSettings(plan, { target, workers: 2, poolSize: 10, flag: 'y' }, 1).target,
    );
    assert.ok(kinds[0]?.kind === 'embedded' && kinds[0].server.poolSize === 10);
    assert.ok(kinds[1]?.kind === 'command');
    assert.deepEqual(kinds[1].words, ['serve', '2', 'y']);
  });

  const wrong: readonly [what: string, plan: object, expected: RegExp][] = [
    [
      'a target that it does not have',
      { factors: { target: ['other'] } },
      /"other" is none of the plan's targets \(ours, theirs\)/,
    ],
    [
      'a single target beside them',
      { target: { kind: 'embedded' }, factors: { workers: [1] } },
      /either a target, or several/,
    ],
    ['a factor that none of them reads', { factors: { colour: ['red'] } }, /nothing reads this factor/],
  ];
  for (const [what, plan, expected] of wrong)
    it(`is refused for ${what}`, () => {
      assert.throws(
        () => check(plan),
        (error) => error instanceof UserError && expected.test(error.line),
      );
    });
});
