import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { text } from 'node:stream/consumers';
import { storedRunSchema } from '../../src/samples/run-record.ts';
import { loadstone } from '../support/cli.ts';
import { requireTool } from '../support/system-tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-request-'));
after(() => rmSync(folder, { recursive: true }));

const KEY = 'not-for-everybody';
const ORDER = '{"item":"tea"}';

/** Answers only who has the key; what was asked comes back as the status. */
const server = createServer((request, response) => {
  void statusOf(request).then((status) => setTimeout(() => response.writeHead(status).end(), 20));
});

async function statusOf(request: IncomingMessage): Promise<number> {
  if (request.headers['x-api-key'] !== KEY) return 401;
  const body = await text(request);
  if (request.method === 'GET') return body === '' ? 200 : 400;
  return request.method === 'POST' && body === ORDER ? 201 : 400;
}

before(() => new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening)));
after(() => {
  server.closeAllConnections();
  server.close();
});
const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;

const store = join(folder, 'runs.sqlite');
const json = join(folder, 'run.json');

/** Runs it, and returns what its one trial was answered. */
async function statusesOf(...args: readonly string[]): Promise<Record<string, number> | null> {
  const own = ['--url', url(), '-H', `X-Api-Key: ${KEY}`, '-c', '2', '-d', '1s', '-t', '1', '-T', '1s'];
  const { stderr } = await loadstone([
    'run',
    ...own,
    ...args,
    '--no-report',
    '--json',
    json,
    '--store',
    store,
  ]);
  const [trial] = storedRunSchema.parse(JSON.parse(readFileSync(json, 'utf8'))).trials;
  assert.ok(trial !== undefined, stderr);
  return trial.statusCodes;
}

describe('what the requests of a run are', () => {
  it('is what the command line says, and no secret of it is kept', async () => {
    const file = join(folder, 'order.json');
    writeFileSync(file, ORDER);
    assert.deepEqual(Object.keys((await statusesOf('--body', `@${file}`)) ?? {}), ['201']);
    const { run, trials } = storedRunSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
    // What is observed of the server are the processes of this test, the command among them.
    assert.ok(!JSON.stringify([run, trials[0]?.load]).includes(KEY));
    assert.equal(trials[0]?.load.method, 'POST');
    assert.ok(run.command.includes('X-Api-Key: …'), run.command.join(' '));
  });

  it('is the same for a sweep', async () => {
    const swept = ['sweep', url(), '--connections-max', '3', '--time', '2s', '--store', store];
    const refused = await loadstone([...swept, '--quiet']);
    assert.match(refused.stdout, /it answers with 401/);
    const { code, stderr } = await loadstone([...swept, '-H', `x-api-key: ${KEY}`]);
    assert.equal(code, 0, stderr);
  });

  it('is passed on to other generators', async (t) => {
    if (!requireTool(t, 'wrk')) return;
    assert.notEqual(await statusesOf('--generator', 'autocannon', '--body', ORDER), null);
    assert.equal(await statusesOf('--generator', 'wrk'), null);
    const { trials } = storedRunSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
    assert.equal(trials[0]?.statusErrors, 0);
  });

  it('can be a factor', async () => {
    await statusesOf('--factor', 'method=GET,POST');
    const { trials } = storedRunSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
    assert.equal(trials.length, 2);
    for (const { condition, load } of trials) assert.equal(load.method, condition['method']);
  });

  const refusals: readonly [args: string[], why: RegExp][] = [
    [['-H', 'Content-Length: 3'], /content-length follows from the body/],
    [['-H', 'A: 1', '-H', 'a: 2'], /a is given twice/],
    [['-X', 'get'], /methods are in capitals/],
    [['--body', '@/nowhere'], /cannot be read/],
    [['--url', 'http://me:mine@127.0.0.1/'], /a name and password in the URL are not sent/],
  ];
  for (const [args, why] of refusals)
    it(`cannot be ${args.join(' ')}`, async () => {
      const { code, stderr } = await loadstone(['run', '--url', url(), ...args, '--store', store]);
      assert.equal(code, 2);
      assert.match(stderr, why);
    });
});
