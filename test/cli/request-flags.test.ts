import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import {
  addRequestOptions,
  readRequests,
  type RequestFlags,
  type RequestMix,
} from '../../src/cli/request-flags.ts';
import { UserError } from '../../src/errors.ts';

const URL_GIVEN = new URL('http://127.0.0.1:8000/base?q=1');

const folder = mkdtempSync(join(tmpdir(), 'loadstone-requests-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Reads a command line as `loadstone load` would. */
async function requestsOf(args: readonly string[]): Promise<RequestMix> {
  const command = addRequestOptions(new Command())
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  command.parse(args, { from: 'user' });
  return readRequests(URL_GIVEN, command.opts<RequestFlags>());
}

describe('the flags that say what is requested', () => {
  it('ask for the URL with GET, unless told', async () => {
    const { requests, order } = await requestsOf([]);
    assert.deepEqual(requests, [
      { host: '127.0.0.1:8000', method: 'GET', target: '/base?q=1', headers: [], body: undefined },
    ]);
    assert.deepEqual(order, { order: 'sequence' });
  });

  it('take a method, headers in their order, and a body', async () => {
    const { requests } = await requestsOf(['-X', 'PUT', '-H', 'A: 1', '-H', 'a:2 ', '--body', 'é']);
    assert.deepEqual(requests[0]?.headers, [
      ['A', '1'],
      ['a', '2'],
    ]);
    assert.deepEqual([requests[0].method, requests[0].body], ['PUT', Buffer.from('é')]);
  });

  it('send a body with POST, unless told', async () => {
    assert.equal((await requestsOf(['--body', 'x'])).requests[0]?.method, 'POST');
    assert.equal((await requestsOf(['--body', 'x', '-X', 'GET'])).requests[0]?.method, 'GET');
  });

  it('take the bytes of a file as a body', async () => {
    const body = file('body.bin', 'a\r\nb\n');
    assert.deepEqual((await requestsOf(['--body', `@${body}`])).requests[0]?.body, Buffer.from('a\r\nb\n'));
  });

  it('take standard input as a body', async () => {
    const script = `const { readRequests } = await import(${JSON.stringify(
      pathToFileURL(join(import.meta.dirname, '../../src/cli/request-flags.ts')).href,
    )});
    const { requests } = await readRequests(new URL('http://x/'), { header: [], body: '@-' });
    process.stdout.write(Buffer.from(requests[0].body).toString('hex'));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.end(Buffer.of(0, 255, 13, 10));
    assert.equal(await text(child.stdout), '00ff0d0a');
  });

  it('take a file of requests, to which the URL lends what they leave out', async () => {
    const mix = file('mix.ndjson', '{}\n{"path":"/a","method":"DELETE"}\n{"body":{"b":1}}\n{"body":"t"}');
    const { requests, order } = await requestsOf(['--requests', mix]);
    assert.deepEqual(order, { order: 'sequence' });
    assert.deepEqual(
      requests.map(({ method, target, headers, body }) => [method, target, headers, body?.toString()]),
      [
        ['GET', '/base?q=1', [], undefined],
        ['DELETE', '/a', [], undefined],
        ['POST', '/base?q=1', [['Content-Type', 'application/json']], '{"b":1}'],
        ['POST', '/base?q=1', [], 't'],
      ],
    );
  });

  it('add their headers to all requests of a file but those that have their own', async () => {
    const mix = file('headers.ndjson', '{"headers":{"a":["3","4"]}}\n{"body":{}}');
    const { requests } = await requestsOf([
      '--requests',
      mix,
      '-H',
      'A: 1',
      '-H',
      'B: 2',
      '-H',
      'Content-type: x/y',
    ]);
    assert.deepEqual(
      requests.map(({ headers }) => headers.map((line) => line.join(':'))),
      [
        ['B:2', 'Content-type:x/y', 'a:3', 'a:4'],
        ['A:1', 'B:2', 'Content-type:x/y'],
      ],
    );
  });

  it('choose by weight as soon as one request has a weight, unless told', async () => {
    const mix = file('weights.ndjson', '{"weight":2.5}\n{}');
    assert.deepEqual((await requestsOf(['--requests', mix])).order, { order: 'weighted', weights: [2.5, 1] });
    assert.deepEqual((await requestsOf(['--requests', mix, '--request-order', 'sequence'])).order, {
      order: 'sequence',
    });
    const plain = file('no-weights.ndjson', '{}\n{}');
    assert.deepEqual((await requestsOf(['--requests', plain, '--request-order', 'weighted'])).order, {
      order: 'weighted',
      weights: [1, 1],
    });
  });

  const mix = file('one.ndjson', '{}\n{"method":"POST","headers":{"Content-Length":"9"}}');
  const wrong: readonly [name: string, args: string[], expected: RegExp][] = [
    ['a line that is no header', ['-H', 'A'], /-H\/--header: "A" is not a header\. Write "Name: value"/],
    ['a header without a name', ['-H', ': b'], /": b" is not a header/],
    ['a header that hides another', ['-H', 'A: b\r\nC: d'], /-H\/--header: A: .*no line ends/],
    ['a header beyond Latin-1', ['-H', 'A: €'], /A: .*Latin-1/],
    ['a method of two words', ['-X', 'GET /'], /-X GET \/: a method is one word/],
    ['CONNECT', ['-X', 'CONNECT'], /-X CONNECT: CONNECT opens a tunnel/],
    ['a body that is not there', ['--body', '@no-such-file'], /--body @no-such-file: .*ENOENT/],
    [
      'a length that is not the body’s',
      ['-H', 'Content-Length: 3', '--body', 'ab'],
      /says 3.* 2 bytes\. Leave it out/,
    ],
    ['an order of one request', ['--request-order', 'weighted'], /--request-order: there is one request/],
    [
      'a method beside a file',
      ['--requests', mix, '-X', 'PUT'],
      /-X\/--method: .*Write "method" in the lines/,
    ],
    ['a body beside a file', ['--requests', mix, '--body', 'x'], /--body: .*Write "body" in the lines/],
    ['a wrong length in a file', ['--requests', mix], /one\.ndjson:2: Content-Length says 9/],
  ];
  for (const [name, args, expected] of wrong) {
    it(`refuse ${name}, and say what to do`, async () => {
      await assert.rejects(requestsOf(args), (error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.line, expected);
        return true;
      });
    });
  }
});
