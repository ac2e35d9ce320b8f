import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { framingProblem } from '../../../src/load/http/request-framing.ts';
import type { HeaderLine } from '../../../src/plan/request-fields.ts';

const CHUNKED: HeaderLine = ['Transfer-Encoding', 'gzip, Chunked'];

const cases: readonly { name: string; headers: HeaderLine[]; body?: string; problem?: RegExp }[] = [
  { name: 'neither length nor chunks', headers: [], body: 'four' },
  { name: 'the length that is right', headers: [['Content-Length', '4']], body: 'four' },
  { name: 'a length of nothing', headers: [['Content-Length', '0']] },
  {
    name: 'a length that is too long',
    headers: [['Content-Length', '5']],
    body: 'four',
    problem: /says 5.* has 4 bytes/,
  },
  { name: 'a length without a body', headers: [['Content-Length', '5']], problem: /says 5.* has 0 bytes/ },
  {
    name: 'a length that is no number',
    headers: [['content-length', '4, 4']],
    body: 'four',
    problem: /says 4, 4/,
  },
  {
    name: 'two lengths',
    headers: [
      ['Content-Length', '4'],
      ['content-length', '4'],
    ],
    body: 'four',
    problem: /given twice/,
  },
  {
    name: 'two hosts',
    headers: [
      ['Host', 'a'],
      ['host', 'a'],
    ],
    problem: /Host is given twice/,
  },
  { name: 'chunks', headers: [CHUNKED], body: '4\r\nfour\r\n0\r\n\r\n' },
  { name: 'chunks and trailers', headers: [CHUNKED], body: '4\r\nfour\r\n0\r\nA: b\r\n\r\n' },
  {
    name: 'codings in two headers',
    headers: [
      ['Transfer-Encoding', 'gzip'],
      ['transfer-encoding', 'chunked'],
    ],
    body: '0\r\n\r\n',
  },
  { name: 'chunks that are none', headers: [CHUNKED], body: 'four', problem: /is not in chunks/ },
  {
    name: 'chunks without the last',
    headers: [CHUNKED],
    body: '4\r\nfour\r\n',
    problem: /has no last chunk/,
  },
  { name: 'no chunk at all', headers: [CHUNKED], problem: /has no last chunk/ },
  { name: 'bytes after the last chunk', headers: [CHUNKED], body: '0\r\n\r\nGET', problem: /goes on after/ },
  {
    name: 'a coding without an end',
    headers: [['Transfer-Encoding', 'gzip']],
    body: 'x',
    problem: /ends in gzip/,
  },
  {
    name: 'a length and chunks',
    headers: [CHUNKED, ['Content-Length', '5']],
    body: '0\r\n\r\n',
    problem: /exclude each other/,
  },
];

describe('framingProblem', () => {
  for (const { name, headers, body, problem } of cases) {
    it(`${problem === undefined ? 'takes' : 'refuses'} ${name}`, () => {
      const found = framingProblem({
        host: 'localhost',
        method: 'POST',
        target: '/',
        headers,
        body: body === undefined ? undefined : Buffer.from(body),
      });
      if (problem === undefined) assert.equal(found, undefined);
      else assert.match(found?.what ?? 'nothing is wrong', problem);
    });
  }
});
