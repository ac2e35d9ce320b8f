import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SampleDrain, type TakeSample } from '../../../src/load/raw-samples/sample-drain.ts';
import { SampleRing } from '../../../src/load/raw-samples/sample-ring.ts';
import { blankSample, FAILED, NO_FAILURE } from '../../../src/load/raw-samples/sample.ts';

/** Rings of some threads, with a drain over them. */
function threadsOf(count: number): { rings: SampleRing[]; drain: SampleDrain } {
  const memories = Array.from({ length: count }, () => SampleRing.createMemory(8));
  return { rings: memories.map((memory) => new SampleRing(memory)), drain: new SampleDrain(memories) };
}

function push(ring: SampleRing | undefined, connection: number, failure = NO_FAILURE): void {
  ring?.push({
    ...blankSample(),
    connection,
    ...(failure === NO_FAILURE ? {} : { outcome: FAILED, failure }),
  });
}

/** Takes as many samples as there is room for, and notes each as `thread:connection:failure`. */
function taking(notes: string[], room = Infinity): TakeSample {
  return (sample, thread, failure) => {
    if (notes.length >= room) return false;
    notes.push(
      [thread, sample.connection, ...(failure === undefined ? [] : [Buffer.from(failure)])].join(':'),
    );
    return true;
  };
}

describe('SampleDrain', () => {
  it('keeps the order of each thread, and begins with another where there was no room for all', () => {
    const { rings, drain } = threadsOf(2);
    for (let connection = 0; connection < 3; connection++) for (const ring of rings) push(ring, connection);
    const first: string[] = [];
    assert.equal(drain.drain(taking(first, 2)), false);
    const second: string[] = [];
    assert.equal(drain.drain(taking(second)), true);
    assert.deepEqual(
      [first, second],
      [
        ['0:0', '0:1'],
        ['1:0', '1:1', '1:2', '0:2'],
      ],
    );
  });

  it('waits for the kind of a failure that overtook it, and lets the other threads go on', () => {
    const { rings, drain } = threadsOf(2);
    push(rings[0], 1);
    push(rings[0], 2, 0);
    push(rings[0], 3);
    push(rings[1], 4);
    const notes: string[] = [];
    assert.equal(drain.drain(taking(notes)), true);
    assert.deepEqual(notes, ['0:1', '1:4']);
    assert.equal(drain.missed, 2);
    drain.learnFailureKind(1, 0, Buffer.from('of another thread'));
    drain.learnFailureKind(0, 0, Buffer.from('read:EPIPE'));
    drain.drain(taking(notes));
    assert.deepEqual(notes.slice(2), ['0:2:read:EPIPE', '0:3']);
    assert.equal(drain.missed, 0);
  });

  it('counts what found no room in the rings of all threads', () => {
    const { rings, drain } = threadsOf(2);
    for (let connection = 0; connection < 10; connection++) for (const ring of rings) push(ring, connection);
    drain.drain(() => true);
    assert.equal(drain.missed, 4);
  });
});
