import assert from 'node:assert/strict';
import { Command } from 'commander';
import { describe, it } from 'node:test';
import { UserError } from '../../src/errors.ts';
import { planFromFlags, type PlanFlags } from '../../src/cli/plan-flags.ts';
import { loadOptions, targetOptions } from '../../src/cli/plan-options.ts';
import type { Plan } from '../../src/plan/plan.ts';

/** What the command line of `run` makes a plan of. */
async function planOf(...args: string[]): Promise<Plan> {
  const command = new Command().argument('[plan]').exitOverride();
  for (const option of [...targetOptions(), ...loadOptions()]) command.addOption(option);
  command.parse(args, { from: 'user' });
  return planFromFlags(command.args[0], command.opts<PlanFlags>());
}

describe('the command line makes a plan', () => {
  it('of a command, what is varied, and the load', async () => {
    const factors = [
      '--factor',
      'workers=1,2,4',
      '--factor',
      'endpoint=/sync,/async',
      '--factor',
      'python=3.10',
    ];
    const server = [
      '--env',
      'A=b=c',
      '--cwd',
      '/tmp',
      '--ready',
      '/up',
      '--ready-within',
      '5s',
      '--grace',
      '1s',
    ];
    const plan = await planOf(
      '--command',
      'serve {workers} {port} {python}',
      ...factors,
      ...server,
      '-c50',
      '-d2s',
    );
    assert.deepEqual(plan.factors, { workers: [1, 2, 4], endpoint: ['/sync', '/async'], python: ['3.10'] });
    assert.deepEqual([plan.load.connections, plan.load.duration, plan.load.generatorThreads], [50, 2_000, 4]);
    const target = plan.targets[''];
    assert.ok(target?.kind === 'command');
    assert.deepEqual([target.env, target.workingFolder, target.grace], [{ A: 'b=c' }, '/tmp', 1_000]);
    assert.deepEqual([target.ready.path, target.ready.within, target.ready.settle], ['/up', 5_000, 500]);
  });

  it('of two commands that are measured in turn', async () => {
    const plan = await planOf('--command', 'old {port}', '--interleave-with', 'new {port}', '--ready', '/up');
    assert.deepEqual(plan.factors, { target: ['a', 'b'], endpoint: ['/'] });
    assert.equal(plan.interleave, 'target');
    const { a, b } = plan.targets;
    assert.ok(a?.kind === 'command' && b?.kind === 'command');
    assert.deepEqual(
      [a.command, b.command],
      [
        ['old', '{port}'],
        ['new', '{port}'],
      ],
    );
    assert.equal(b.ready.path, '/up');
  });

  it("of a plan that ships and a second server, which is taken to hold as long as the plan's own", async () => {
    const plan = await planOf('--interleave-with', 'new -w {workers} {port}');
    const { a, b } = plan.targets;
    assert.ok(a?.kind === 'embedded' && b?.kind === 'command');
    assert.deepEqual(b.hold, a.hold);
    assert.deepEqual(Object.keys(plan.factors), ['target', 'workers', 'threads', 'endpoint']);
  });

  it('and refuses a second server beside a plan of several', async () => {
    await assert.rejects(planOf('side-by-side', '--interleave-with', 'new {port}'), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.line, /--interleave-with, side-by-side: the plan compares several targets already/);
      return true;
    });
  });

  it('of a URL, whose path is the endpoint unless that is varied', async () => {
    const plan = await planOf('--url', 'https://staging.example.com/a?b=1');
    assert.deepEqual(plan.factors, { endpoint: ['/a?b=1'] });
    const varied = await planOf(
      '--url',
      'http://localhost:1',
      '--factor',
      'connections=1,10',
      '--factor',
      'endpoint=/x',
    );
    assert.deepEqual(
      [varied.load.generatorThreads, Object.keys(varied.factors)],
      [1, ['connections', 'endpoint']],
    );
  });

  it('of one that ships, with other levels and another load', async () => {
    const plan = await planOf(
      'sync-vs-async',
      '--factor',
      'threads=1',
      '--factor',
      'poolSize=10,20',
      '-d30s',
    );
    assert.deepEqual(plan.factors['threads'], [1]);
    assert.deepEqual(plan.factors['poolSize'], [10, 20]);
    assert.deepEqual(
      [plan.load.duration, plan.load.timeoutPolicy, plan.published?.cells.length],
      [30_000, 'wait', 8],
    );
  });

  const wrong: readonly [what: string, args: string[], expected: RegExp][] = [
    ['a plan and a command', ['fastapi', '--command', 'serve'], /--command: a plan names its own server/],
    ['a plan and a URL', ['fastapi', '--url', 'http://localhost'], /--url: a plan names its own server/],
    [
      'a word about the server beside a plan',
      ['fastapi', '--ready-within', '5s'],
      /--ready-within: a plan says this/,
    ],
    [
      'one value for what the plan varies',
      ['worker-classes', '--factor', 'connections=5,6', '-c7'],
      /the plan varies connections/,
    ],
    [
      'a factor that nothing reads',
      ['--command', 'serve', '--factor', 'workers=1,2'],
      /no command has \{workers\}/,
    ],
    ['a URL of another kind', ['--url', 'ftp://localhost'], /reached by http/],
    ['a factor without levels', ['--url', 'http://localhost', '--factor', 'connections='], /connections/],
  ];
  for (const [what, args, expected] of wrong)
    it(`and refuses ${what}`, async () => {
      await assert.rejects(planOf(...args), (error) => {
        assert.ok(error instanceof UserError, String(error));
        assert.match(error.line, expected);
        return true;
      });
    });

  it('and refuses a factor that is none at all, and a command beside a URL', async () => {
    await assert.rejects(
      planOf('--url', 'http://localhost', '--factor', 'connections'),
      /such as workers=1,2,4/,
    );
    await assert.rejects(planOf('--url', 'http://localhost', '--command', 'a'), /cannot be used with/);
  });
});
