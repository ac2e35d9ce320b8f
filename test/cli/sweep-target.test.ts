import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sweptPlan, type SweptServerFlags } from '../../src/cli/sweep-target.ts';
import type { SweepFlags } from '../../src/cli/sweep-options.ts';
import { UserError } from '../../src/errors.ts';
import { formatHold, parseHold } from '../../src/plan/hold.ts';
import type { Plan } from '../../src/plan/plan.ts';

const plain: SweepFlags = {
  connectionsMax: 300,
  time: 60_000,
  timeout: 5_000,
  generatorThreads: 2,
  goal: [],
  serve: 100,
};

const planOf = (url: string | undefined, flags: SweptServerFlags & Partial<SweepFlags> = {}): Promise<Plan> =>
  sweptPlan(url, { ...plain, ...flags });

describe('what is swept', () => {
  it('is the endpoint of a URL, its query included', async () => {
    const { targets, factors, load } = await planOf('http://127.0.0.1:8000/sync?wait=1', { workers: 2 });
    assert.deepEqual(factors, { endpoint: ['/sync?wait=1'], connections: [1] });
    assert.deepEqual(
      [load.timeout, load.generatorThreads, load.connectionsMax, targets['']?.kind, targets['']?.workers],
      [5_000, 2, 300, 'url', 2],
    );
  });

  it('is each endpoint of a command', async () => {
    const { targets, factors } = await planOf(undefined, {
      command: 'server --port {port}',
      endpoint: ['/sync', '/async'],
      env: { A: 'b' },
      workers: 3,
    });
    assert.deepEqual(factors, { endpoint: ['/sync', '/async'], connections: [1] });
    const target = targets[''];
    assert.ok(target?.kind === 'command');
    assert.deepEqual(
      [target.command, target.env, target.workers],
      [['server', '--port', '{port}'], { A: 'b' }, 3],
    );
  });

  it('is the embedded server where a setting of it is named, with a hold that does not take long', async () => {
    const { name, targets, factors } = await planOf(undefined, { poolSize: 7 });
    assert.equal(name, 'loadstone serve --pool-size 7 --hold 250ms');
    const target = targets[''];
    assert.ok(target?.kind === 'embedded');
    assert.deepEqual([target.poolSize, formatHold(target.hold)], [7, '250ms']);
    assert.deepEqual(factors, { endpoint: ['/sync'], connections: [1] });
    const slow = parseHold('exp:2s');
    assert.ok(slow !== undefined);
    const other = (await planOf(undefined, { hold: slow })).targets[''];
    assert.ok(other?.kind === 'embedded');
    assert.equal(formatHold(other.hold), 'exp:2s');
  });

  it("may have an app of one's own", async () => {
    const { targets } = await planOf(undefined, { app: 'examples/orders/app.ts', endpoint: ['/orders'] });
    const target = targets[''];
    assert.ok(target?.kind === 'embedded');
    assert.match(target.app ?? '', /^\/.*examples\/orders\/app\.ts$/);
  });

  it('is an open loop with --rate, which begins with a connection for each thread', async () => {
    const { factors, load } = await planOf('http://127.0.0.1:8000/', { rate: true });
    assert.deepEqual(factors, { endpoint: ['/'], arrivalsPerSecond: [1] });
    assert.deepEqual([load.connections, load.connectionsMax], [2, 300]);
  });

  const refused: [
    what: string,
    url: string | undefined,
    flags: SweptServerFlags & Partial<SweepFlags>,
    message: RegExp,
  ][] = [
    ['arrivals without a rate', 'http://a/', { arrivals: 'poisson' }, /--arrivals: .*Add --rate/],
    [
      'a goal for a rate',
      'http://a/',
      { rate: true, goal: [{ figure: 'p99Ms', value: 1 }] },
      /--goal: .*not over rates/,
    ],
    ['nothing', undefined, {}, /nothing says what to sweep/],
    ['a URL and a command', 'http://a/', { command: 'x {port}' }, /--command: it says something of another/],
    [
      'a URL and a pool size',
      'http://a/',
      { poolSize: 3 },
      /--pool-size: .*another server than http:\/\/a\//,
    ],
    ['a command and a hold', undefined, { command: 'x', threads: 2 }, /--threads: .*that of the command/],
    ['the embedded server with a folder', undefined, { workers: 1, cwd: '/' }, /--cwd: .*the embedded one/],
    ['what is no URL', 'http://', {}, /http/],
    ['no plan', undefined, { workers: 1, poolSize: 100_000 }, /at most 4096/],
  ];
  for (const [what, url, flags, message] of refused)
    it(`is refused: ${what}`, async () => {
      await assert.rejects(planOf(url, flags), (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.match(error.line, message);
        return true;
      });
    });
});
