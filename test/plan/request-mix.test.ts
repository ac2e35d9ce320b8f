import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { UserError } from '../../src/errors.ts';
import { loadRequestMix, MAX_REQUEST_BYTES, type MixedRequest } from '../../src/plan/request-mix.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-mix-'));
after(() => rmSync(folder, { recursive: true }));

const FILE = join(folder, 'requests.ndjson');

function loadText(text: string | Uint8Array): MixedRequest[] {
  writeFileSync(FILE, text);
  return loadRequestMix(FILE);
}

function loadOne(line: unknown): MixedRequest | undefined {
  const [request] = loadText(JSON.stringify(line));
  return request;
}

function assertRefused(text: string | Uint8Array, where: string, expected: RegExp): void {
  assert.throws(
    () => loadText(text),
    (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.exitCode, 2);
      assert.equal(error.where, where);
      assert.match(error.line, expected);
      return true;
    },
  );
}

describe('a file of requests', () => {
  it('has one a line, and blank lines do not count', () => {
    const requests = loadText('\uFEFF\r\n{"path":"/a"}\r\n\n  \n{"url":"/b?c=1","weight":2}\n{}');
    assert.deepEqual(
      requests.map(({ where, path, weight }) => [where, path, weight]),
      [
        [`${FILE}:2`, '/a', undefined],
        [`${FILE}:5`, '/b?c=1', 2],
        [`${FILE}:6`, undefined, undefined],
      ],
    );
  });

  it('gives a header once, or as often as it has values', () => {
    const request = loadOne({ headers: { 'X-One': ' a\t', 'X-Two': ['b', 'ç'] } });
    assert.deepEqual(request?.headers, [
      ['X-One', 'a'],
      ['X-Two', 'b'],
      ['X-Two', 'ç'],
    ]);
  });

  it('gives a body as text, as JSON, as base64 or as a file beside it', () => {
    mkdirSync(join(folder, 'bodies'), { recursive: true });
    writeFileSync(join(folder, 'bodies/raw'), Uint8Array.of(0, 255, 10));
    const bodies: readonly [line: unknown, expected: Buffer, contentType: string | undefined][] = [
      [{ body: 'é\n' }, Buffer.from('é\n'), undefined],
      [{ body: '' }, Buffer.alloc(0), undefined],
      [{ body: { a: [1, 'b'] } }, Buffer.from('{"a":[1,"b"]}'), 'application/json'],
      [{ body: [1] }, Buffer.from('[1]'), 'application/json'],
      [{ bodyBase64: 'AP8K' }, Buffer.from([0, 255, 10]), undefined],
      [{ bodyFile: 'bodies/raw' }, Buffer.from([0, 255, 10]), undefined],
    ];
    for (const [line, expected, contentType] of bodies) {
      const request = loadOne(line);
      assert.deepEqual([request?.body, request?.contentType], [expected, contentType]);
    }
    assert.equal(loadOne({})?.body, undefined);
  });

  const wrong: readonly [name: string, line: unknown, expected: RegExp][] = [
    ['an unknown field', { paths: '/' }, /paths.*The fields are method, path/],
    ['a line that is no object', [1], /expected object/],
    ['a path without its slash', { path: 'a' }, /path: a path begins with a slash/],
    ['a URL of another server', { url: 'http://example.org/' }, /url: .*no scheme and host/],
    ['a path with a space', { path: '/a b' }, /path: .*a space is %20/],
    ['a path with a line end', { path: '/a\r\nX: y' }, /path: /],
    ['a path beyond ASCII', { path: '/é' }, /path: .*é is %C3%A9/],
    ['a fragment', { path: '/a#b' }, /path: .*has no "#"/],
    ['path and url', { path: '/', url: '/' }, /path and url are the same/],
    ['a method of two words', { method: 'GET /' }, /method: a method is one word/],
    ['a method in small letters', { method: 'post' }, /method: .*write POST/],
    ['CONNECT', { method: 'CONNECT' }, /method: CONNECT opens a tunnel/],
    ['a header that ends and begins another', { headers: { A: 'b\r\nC: d' } }, /headers\.A: .*no line ends/],
    ['a header that ends in a line end', { headers: { A: 'b\n' } }, /headers\.A: .*no line ends/],
    ['a header beyond Latin-1', { headers: { A: ['b', '€'] } }, /headers\.A: .*Latin-1/],
    ['a header that is a number', { headers: { A: 1 } }, /headers\.A: the value of a header is text/],
    ['a name of a header with a space', { headers: { 'A b': 'c' } }, /headers\.A b: the name of a header/],
    ['a body that is a number', { body: 1 }, /body: a body is text, or an object/],
    ['two bodies', { body: 'a', bodyBase64: 'AA==' }, /one body; give one of/],
    ['base64 that is none', { bodyBase64: 'a' }, /bodyBase64: this is not base64/],
    ['a file that is not there', { bodyFile: 'no-such-file' }, /cannot be read: ENOENT/],
    ['a body that is a folder', { bodyFile: '.' }, /cannot be read: EISDIR/],
    ['a weight of zero', { weight: 0 }, /weight: a weight is above zero/],
    ['a weight that is text', { weight: '2' }, /weight: .*number/],
  ];
  for (const [name, line, expected] of wrong) {
    it(`says on which line ${name} stands`, () => {
      assertRefused(`{}\n\n${JSON.stringify(line)}\n{}`, `${FILE}:3`, expected);
    });
  }

  it('says which line is not JSON, and which is not UTF-8', () => {
    assertRefused('{}\n{"path": /a}\n', `${FILE}:2`, /this is not JSON: .*Write one JSON object a line/);
    assertRefused(Buffer.from('7b7d0aff', 'hex'), `${FILE}:2`, /not UTF-8/);
  });

  it('has at least one request', () => {
    assertRefused('\n \n', FILE, /no request in it/);
  });

  it('holds a quarter of a million requests at most', () => {
    assertRefused('{}\n'.repeat(250_001), `${FILE}:250001`, /more than 250000 requests/);
  });

  it('holds as many bytes as fit in memory, also where all of them are one file', () => {
    const large = join(folder, 'large');
    writeFileSync(large, '');
    truncateSync(large, MAX_REQUEST_BYTES / 2 + 1);
    assertRefused('{"bodyFile":"large"}\n{"bodyFile":"large"}\n', `${FILE}:2`, /more than 256 MB/);
    truncateSync(large, MAX_REQUEST_BYTES + 1);
    assertRefused('{"bodyFile":"large"}\n', `${FILE}:1`, /large is larger than 256 MB/);
  });

  it('is there', () => {
    assert.throws(
      () => loadRequestMix(join(folder, 'none')),
      (error) => error instanceof UserError && /none: the file cannot be read: ENOENT/.test(error.line),
    );
  });
});
