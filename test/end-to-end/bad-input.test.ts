import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { trialRecord } from '../report/fixtures/trial-record.ts';
import { loadstone } from '../support/cli.ts';

const SLEEP = '/bin/sleep';
const NO_SLEEP = process.platform === 'linux' && existsSync(SLEEP) ? false : `needs Linux and ${SLEEP}`;

const folder = mkdtempSync(join(tmpdir(), 'loadstone-input-'));
after(() => rmSync(folder, { recursive: true }));

function planFile(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const sound = {
  name: 'mine',
  target: { kind: 'embedded' },
  load: { duration: '1s', timeout: '2s' },
  factors: { workers: [1] },
};
const soundPlan = planFile('sound.json', JSON.stringify(sound));
const trialFile = planFile('trial.json', JSON.stringify(trialRecord()));
const brokenCertificate = planFile(
  'broken.pem',
  '-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n',
);
mkdirSync(join(folder, 'folder'));

const cases: readonly [name: string, args: string[], expected: RegExp][] = [
  ['an unknown command', ['fly'], /unknown command 'fly'; see loadstone --help$/],
  ['no command', [], /^$/],
  ['an unknown flag', ['run', '--fast'], /unknown option '--fast'/],
  ['an unknown flag of load', ['load', '--fast', 'http://127.0.0.1:1/'], /unknown option '--fast'/],
  [
    'a bad duration',
    ['load', '-d', 'soon', 'http://127.0.0.1:1/'],
    /-d, --duration.*'soon' is invalid.*250ms, 10s or 1m; see loadstone load --help$/,
  ],
  ['a duration of nothing', ['load', '-d', '0s', 'http://127.0.0.1:1/'], /--duration.*above zero/],
  ['a bad hold', ['serve', '--hold', 'soon'], /--hold.*"soon" is not a hold/],
  ['a bad duration of the server', ['serve', '--timeout', 'soon'], /--timeout.*"soon" is not a duration/],
  ['an app that is not there', ['serve', 'nowhere.ts'], /nowhere\.ts/],
  ['a worker class that is none', ['serve', '-k', 'gevent'], /--worker-class.*pool, gthread, sync/],
  ['a bad count', ['load', '-c', '1.5', 'http://127.0.0.1:1/'], /--connections.*whole number/],
  [
    'a count with a suffix that is none',
    ['load', '-c', '1x', 'http://127.0.0.1:1/'],
    /--connections.*such as 100 or 1k/,
  ],
  ['a count with a suffix and a fraction', ['load', '-c', '1.5k', 'http://127.0.0.1:1/'], /--connections/],
  [
    'fewer connections than threads',
    ['load', '-t4', '-c2', 'http://127.0.0.1:1/'],
    /2 connections cannot be split over 4/,
  ],
  [
    'more threads than any machine runs',
    ['load', '-t1k', '-c1k', 'http://127.0.0.1:1/'],
    /1000 generator threads are too many\. Give at most 128/,
  ],
  [
    'more connections than any system has',
    ['load', '-c', '99999999999', 'http://127.0.0.1:1/'],
    /99999999999 connections are too many\. Give at most 1000000/,
  ],
  [
    'arrivals without a rate',
    ['load', '--arrivals', 'poisson', 'http://127.0.0.1:1/'],
    /--arrivals: only an open loop has arrivals.*-R 5000/,
  ],
  [
    'a policy to catch up without a rate',
    ['load', '--catch-up', 'skip', 'http://127.0.0.1:1/'],
    /--catch-up: only an open loop has arrivals/,
  ],
  [
    'a password in the URL',
    ['load', 'http://me:secret@127.0.0.1:1/'],
    /127\.0\.0\.1:1: a name and password in the URL are not sent.*Authorization: Basic/,
  ],
  ['a URL that cannot be', ['load', 'not a url'], /not a url: this is not a URL/],
  ['a URL of another kind', ['load', 'ftp://127.0.0.1/'], /speaks http and https, not ftp/],
  ['no URL', ['load'], /missing required argument 'url'/],
  ['a header that is none', ['load', '-H', 'nocolon', 'http://127.0.0.1:1/'], /"nocolon" is not a header/],
  ['a format that is none', ['load', '--format', 'xml', 'http://127.0.0.1:1/'], /--format.*xml.*text, wrk/],
  [
    'a transport that is none',
    ['load', '--transport', 'pigeon', 'http://127.0.0.1:1/'],
    /--transport.*pigeon.*auto, uring, epoll, node/,
  ],
  [
    'kernel stamps where there are none',
    ['load', '--transport', 'node', '--stamps', 'kernel', 'http://127.0.0.1:1/'],
    /--stamps kernel: the transport `node` has no kernel stamps/,
  ],
  [
    'a native transport over https',
    ['load', '--transport', 'epoll', 'https://127.0.0.1:1/'],
    /--transport epoll: .*does not speak over https.*--transport node/,
  ],
  [
    'a native transport over a unix socket',
    ['load', '--transport', 'epoll', '--unix-socket', '/none', 'http://localhost/'],
    /--transport epoll: .*does not speak over a unix socket/,
  ],
  [
    'certificates that are not there',
    ['load', '--cacert', join(folder, 'none.pem'), 'https://127.0.0.1:1/'],
    /--cacert .*none\.pem: the certificates cannot be read: there is no such file/,
  ],
  [
    'certificates that are none',
    ['load', '--cacert', soundPlan, 'https://127.0.0.1:1/'],
    /--cacert .*sound\.json: there is no certificate in this file.*PEM/,
  ],
  [
    'a certificate that is broken',
    ['load', '--cacert', brokenCertificate, 'https://127.0.0.1:1/'],
    /--cacert .*broken\.pem: .*cannot be read/,
  ],
  ['a host that is not there', ['load', 'http://nowhere.invalid/'], /nowhere\.invalid: .*does not resolve/],
  ['a bad time scale', ['run', '--time-scale', '0'], /--time-scale.*above zero/],
  [
    'a share in place of a percentage',
    ['run', '--until', '0.02'],
    /--until.*a percentage above zero, such as 2%/,
  ],
  [
    'too few replicates for an interval',
    ['run', '--until', '2%', '--replicates-max', '2'],
    /--replicates-max 2.*3 replicates at least/,
  ],
  ['a limit to nothing', ['run', '--replicates-max', '9'], /--replicates-max 9.*no --until/],
  ['jobs of no number', ['run', '--jobs', 'many'], /--jobs.*Write auto, or a whole number/],
  ['a plan that is not there', ['run', 'nowhere.ts'], /nowhere\.ts: there is no such plan.*sync-vs-async/],
  [
    'a plan with an unknown key',
    ['run', planFile('key.json', JSON.stringify({ ...sound, colour: 1 }))],
    /colour/,
  ],
  [
    'a plan with an empty factor',
    ['run', planFile('empty.json', JSON.stringify({ ...sound, factors: { workers: [] } }))],
    /factors\.workers: a factor needs at least one level/,
  ],
  [
    'a plan that throws',
    ['run', planFile('throws.ts', "throw new Error('no luck')")],
    /cannot be read: no luck/,
  ],
  [
    'a plan that is no TypeScript',
    ['run', planFile('broken.ts', 'const = ;')],
    /broken\.ts: the plan cannot be read/,
  ],
  [
    'a store that cannot be written',
    ['run', soundPlan, '--store', join(folder, 'folder')],
    /folder: the store cannot be written/,
  ],
  [
    'a result file that cannot be written',
    ['run', soundPlan, '--json', join(folder, 'none', 'r.json')],
    /r\.json: the file cannot be written/,
  ],
  [
    'a result file that is a folder',
    ['run', soundPlan, '--json', join(folder, 'folder')],
    /folder: the file cannot be written: it is a folder\. Name another file$/,
  ],
  [
    'a report in the place of a folder',
    ['run', soundPlan, '--report', join(folder, 'folder')],
    /folder: the report cannot be written: it is a folder\. Name another file$/,
  ],
  [
    'a report in a folder that is a file',
    ['run', soundPlan, '--report', join(soundPlan, 'r.html')],
    /r\.html: the report cannot be written/,
  ],
  [
    'a result file in a folder that is a file',
    ['run', soundPlan, '--json', join(soundPlan, 'r.json')],
    /r\.json: the file cannot be written/,
  ],
  [
    'a trial in a form that only a run has',
    ['report', trialFile, '--format', 'csv'],
    /--format: one trial is not shown as csv, only a run is\. Ask for another format/,
  ],
  ['a report of nothing', ['report', '--store', join(folder, 'none.sqlite')], /nothing has been run yet/],
  ['a report of a file that is no record', ['report', soundPlan], /sound\.json: .*not? .*record/],
  ['an address to listen on that is none', ['serve', '--bind', 'here'], /--bind/],
];

describe('bad input gives one clear line and exit code 2:', () => {
  for (const [name, args, expected] of cases) {
    it(name, async () => {
      const result = await loadstone(args, { cwd: folder });
      assert.equal(result.code, 2, result.stderr);
      const [line = '', ...rest] = result.stderr.trimEnd().split('\n');
      if (args.length === 0) return;
      assert.match(line, /^loadstone: /);
      assert.match(line, expected);
      assert.deepEqual(rest, []);
      assert.equal(result.stdout, '');
    });
  }

  it('a result file that is there and cannot be written', { skip: NO_SLEEP }, async () => {
    // A program that runs can be written by nobody, not even by root.
    const file = join(folder, 'running');
    copyFileSync(SLEEP, file);
    const program = spawn(file, ['60']);
    try {
      await once(program, 'spawn');
      const result = await loadstone(['run', soundPlan, '--json', file], { cwd: folder });
      assert.equal(result.code, 2, result.stderr);
      assert.match(result.stderr, /^loadstone: --json .*running: the file cannot be written: .*\n$/);
    } finally {
      program.kill('SIGKILL');
    }
  });

  it('a port in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const result = await loadstone(['serve', '--bind', `127.0.0.1:${port}`]);
    server.close();
    assert.equal(result.code, 2);
    assert.match(result.stderr, new RegExp(`^loadstone: .*${port}.*in use.*\\n$`));
  });
});

describe('help', () => {
  for (const args of [
    ['--help'],
    ['run', '--help'],
    ['serve', '--help'],
    ['load', '--help'],
    ['report', '--help'],
  ]) {
    it(`of \`loadstone ${args.join(' ')}\` teaches by example and ends well`, async () => {
      const result = await loadstone(args);
      assert.equal(result.code, 0);
      assert.match(result.stdout, /Examples:/);
      assert.equal(result.stderr, '');
    });
  }
});
