/**
 * All tests, `npm test`: first those that wait or compute by themselves, two at a time, then those that measure or judge
 * by the clock, one after the other. Ends with one summary.
 */
import { globSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { run } from 'node:test';
import { spec, type TestEvent } from 'node:test/reporters';
import { TestTally } from './test-tally.ts';

/** They have the machine to themselves: real runs against real servers, and what has to end in time. */
const ALONE = [
  'examples/',
  'run/',
  'serve/',
  'target/',
  'end-to-end/original-stack',
  'end-to-end/readme',
  'end-to-end/trials-at-once',
  'end-to-end/wrk-agreement',
].map((place) => `test/${place}`);
const TIMEOUT_MS = 600_000;

// Each file of tests, server and thread is a process or a heap of its own, which would strip and compile the same
// modules anew: of the 370 ms of processor time that a generator thread takes to start, 300 are that.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'node-compile-cache');

const files = globSync('test/**/*.test.ts').toSorted();
const isAlone = (file: string): boolean => ALONE.some((place) => file.startsWith(place));
const phases = [
  { files: files.filter((file) => !isAlone(file)), concurrency: Math.min(2, availableParallelism()) },
  { files: files.filter(isAlone), concurrency: 1 },
];

async function* events(): AsyncGenerator<TestEvent> {
  const tally = new TestTally();
  for (const phase of phases)
    for await (const event of run({ ...phase, timeout: TIMEOUT_MS }) as AsyncIterable<TestEvent>) {
      if (event.type === 'test:fail') process.exitCode = 1;
      if (!tally.takes(event)) yield event;
    }
  yield* tally.summary();
}

Readable.from(events()).compose(new spec()).pipe(process.stdout);
