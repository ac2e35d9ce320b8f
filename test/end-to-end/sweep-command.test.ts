import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { sweepSchema, type EndpointSweep } from '../../src/queueing/sweep-record.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { loadstone, startLoadstone } from '../support/cli.ts';
import { waitUntil } from '../support/processes.ts';
import { requireTool } from '../support/system-tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-sweep-'));
after(() => rmSync(folder, { recursive: true }));

const SERVERS = join(import.meta.dirname, '../../bench/sweep/servers');
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ');
const fileOf = (name: string): string => join(folder, name);

const sweepsIn = (file: string): EndpointSweep[] =>
  sweepSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).endpoints;

function ownServer(file: string, slots: number, holdMs: number): string[] {
  const server = `${process.execPath} ${join(SERVERS, file)} --port {port} --slots ${slots} --hold ${holdMs}`;
  return ['--command', server, '--settle', '100ms'];
}

describe('loadstone sweep', () => {
  it('finds the slots of a server, and that an endpoint beside them has none', async () => {
    const [json, store] = [fileOf('slots.json'), fileOf('slots.sqlite')];
    const args = [...ownServer('semaphore.ts', 6, 120), '--endpoint', '/', '--endpoint', '/free'];
    const { code, stdout, stderr } = await loadstone([
      'sweep',
      ...args,
      '--connections-max',
      '40',
      '--json',
      json,
      '--store',
      store,
    ]);
    assert.equal(code, 0, stderr);
    assert.match(plain(stdout), /\/: 6 slots \[6, 6\]\. .* From 7 connections on requests wait\./);
    assert.match(plain(stdout), /\/free: No ceiling up to 40 connections\./);
    const isPlace = /^(?:Stored in|Report with charts:) /;
    assert.ok(stdout.split('\n').every((line) => line.length <= 80 || isPlace.test(line)));
    const page = readFileSync(/^Report with charts: (.*)$/m.exec(stdout)?.[1] ?? '', 'utf8');
    assert.match(page, /\/ serves 6 requests at once: the knee is at 6 \[6, 6\] connections/);
    assert.match(stderr, /: \/, \/free\n\/: takes .*\nendpoint \/, connections 1 {2}4 completed/);
    const [limited, free] = sweepsIn(json);
    assert.deepEqual(
      [limited?.ceiling, limited?.slots, free?.ceiling, free?.slots],
      ['slots', { estimate: 6, low: 6, high: 6 }, 'none', null],
    );
    // A sweep is a run: its trials can be seen again, and asked something else.
    const report = await loadstone(['report', '--store', store]);
    assert.match(report.stdout, /\/free +40 /);
    const again = fileOf('again.json');
    const id = openStore(store).latestRun()?.run.id ?? '';
    const readAgain = await loadstone(['sweep', id, '--serve', '12', '--json', again, '--store', store]);
    assert.match(plain(readAgain.stdout), /to serve 12 at once: 2 workers, or 12 slots a worker/);
    assert.deepEqual(sweepsIn(again)[0]?.slots, limited?.slots);
  });

  it('finds the slots of the embedded server and of HAProxy', async (t) => {
    if (!requireTool(t, '/usr/sbin/haproxy', 'haproxy')) return;
    const servers: [args: string[], slots: number][] = [
      [['--workers', '1', '--pool-size', '4', '--hold', '120ms'], 4],
      [[...ownServer('haproxy.ts', 5, 120), '--endpoint', '/'], 5],
    ];
    // They sleep for most of the time, so that both have room.
    const found = await Promise.all(
      servers.map(async ([args, slots]) => {
        const json = fileOf(`other-${slots}.json`);
        const result = await loadstone(['sweep', ...args, '--json', json, '--store', ':memory:', '-q']);
        return { ...result, slots, json };
      }),
    );
    for (const { code, stderr, json, slots } of found) {
      assert.deepEqual([code, stderr], [0, '']);
      assert.deepEqual(sweepsIn(json)[0]?.slots, { estimate: slots, low: slots, high: slots });
    }
  });

  it('reports what it measured until it is interrupted', async () => {
    const store = fileOf('interrupted.sqlite');
    const command = startLoadstone([
      'sweep',
      ...ownServer('semaphore.ts', 2, 150),
      '--endpoint',
      '/',
      '--store',
      store,
    ]);
    await waitUntil(() => /connections 1 /.test(command.output.stderr), 30_000);
    command.process.kill('SIGINT');
    const { code, stdout } = await command.finished;
    assert.equal(code, 130);
    assert.match(plain(stdout), /\/: .*It was interrupted/);
    const stored = openStore(store).latestRun();
    assert.equal(stored?.run.state, 'interrupted');
    assert.ok(stored.trials.length >= 1);
  });

  it('says in one line what it cannot sweep', async () => {
    const refused: [args: string[], code: number, message: RegExp][] = [
      [[], 2, /^loadstone: loadstone sweep: nothing says what to sweep\. Give a URL/],
      [['--goal', 'p42<1s', 'http://127.0.0.1:1/'], 2, /'p99<2s'/],
      [['20260101-000000-aaaa'], 2, /nothing has been run yet|there is no file or run/],
    ];
    const results = await Promise.all(
      refused.map(async ([args, code, message]) => {
        const result = await loadstone(['sweep', ...args, '--store', fileOf('none.sqlite')]);
        return { ...result, expected: code, message };
      }),
    );
    for (const { code, stderr, expected, message } of results) {
      assert.equal(code, expected, stderr);
      assert.match(stderr, message);
      assert.equal(stderr.trimEnd().split('\n').length, 1);
    }
    const unreachable = await loadstone(['sweep', 'http://127.0.0.1:1/', '--store', ':memory:']);
    assert.equal(unreachable.code, 1);
    assert.match(plain(unreachable.stdout), /It could not go on: 127\.0\.0\.1:1: nothing answers there/);
  });
});
