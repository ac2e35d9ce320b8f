import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TaskMemory } from '../../../src/serve/threads/task-memory.ts';

const line = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' '));
const body = fc.uint8Array({ maxLength: 20_000 });
const parts = fc.record(
  {
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    url: line,
    params: fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
      { noNullPrototype: true },
    ),
    rawHeaders: fc.array(fc.tuple(fc.stringMatching(/^[a-z-]{1,12}$/), line)).map((pairs) => pairs.flat()),
    body,
  },
  { noNullPrototype: true },
);

test('a request comes out on the other side as it was put in, whatever its size', () => {
  const here = new TaskMemory();
  const there = new TaskMemory(here.memory);
  fc.assert(
    fc.property(parts, fc.nat({ max: 1_000 }), (request, endpoint) => {
      assert.ok(here.putRequest(endpoint, request));
      assert.equal(there.endpoint, endpoint);
      assert.deepEqual(there.requestParts(), request);
    }),
  );
});

test('a reply comes back as it was given, text or bytes, with its log line if it has one', () => {
  const here = new TaskMemory();
  const there = new TaskMemory(here.memory);
  const text = fc.string({ unit: 'binary', maxLength: 30_000 }).filter((value) => value.isWellFormed());
  fc.assert(
    fc.property(
      fc.integer({ min: 200, max: 599 }),
      fc.array(fc.tuple(fc.stringMatching(/^[a-z-]{1,12}$/), line)).map((pairs) => pairs.flat()),
      fc.oneof(body, text),
      fc.option(text, { nil: undefined }),
      (status, headers, content, failure) => {
        const reply = { status, headers, body: content, ...(failure === undefined ? {} : { failure }) };
        assert.ok(there.putReply(reply));
        assert.deepEqual(here.takeReply(), reply);
      },
    ),
  );
});

test('what was taken out stays as it was when the memory is used again', () => {
  const memory = new TaskMemory();
  const request = { method: 'POST', url: '/', params: {}, rawHeaders: [], body: Uint8Array.of(1, 2, 3) };
  memory.putRequest(0, request);
  const taken = memory.requestParts();
  memory.putReply({ status: 200, headers: [], body: Uint8Array.of(9, 9, 9, 9, 9, 9, 9, 9, 9) });
  assert.deepEqual(taken.body, Uint8Array.of(1, 2, 3));
});

test('what no memory is set aside for is not carried', () => {
  const memory = new TaskMemory();
  assert.ok(!memory.putReply({ status: 200, headers: [], body: new Uint8Array(9 * 2 ** 20) }));
  assert.ok(memory.putReply({ status: 200, headers: [], body: new Uint8Array(7 * 2 ** 20) }));
});

test('times cross with their fractions', () => {
  const memory = new TaskMemory();
  memory.putTimes(1_234.567_8, 1_334.567_9);
  assert.deepEqual([memory.startedAt, memory.endedAt], [1_234.567_8, 1_334.567_9]);
});
