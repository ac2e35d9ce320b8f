/**
 * All tests, `npm test`: first those that only compute, or wait for something whatever the clock says, then those that can take
 * somebody beside them, and then those that measure or judge by the clock, one after the other. Ends with one summary.
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
  // The pages are served at the lowest priority: beside others nothing of a short run would be seen.
  'dashboard/browser.test',
  'examples/',
  'run/',
  'serve/',
  'target/',
  'end-to-end/original-stack',
  'end-to-end/readme',
  'end-to-end/trials-at-once',
  'end-to-end/wrk-agreement',
];
/** Of those, what is started for no measurement. */
const ALONE_BUT = ['run/live/', 'run/plan-of-run', 'run/run-until', 'run/until/', 'serve/fuzz'];
/** A load that is watched while it goes on: another beside it is no matter, several are. */
const IN_PAIRS = ['end-to-end/', 'load/', 'observe/', 'sweep/'];

const TIMEOUT_MS = 600_000;

// Each file of tests, server and thread is a process or a heap of its own, which would strip and compile the same
// modules anew: of the 370 ms of processor time that a generator thread takes to start, 300 are that.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'node-compile-cache');

const files = globSync('test/**/*.test.ts').toSorted();
const isOf = (places: readonly string[], file: string): boolean =>
  places.some((place) => file.startsWith(`test/${place}`));
const isAlone = (file: string): boolean => isOf(ALONE, file) && !isOf(ALONE_BUT, file);
const {
  alone = [],
  pairs = [],
  any = [],
} = Object.groupBy(files, (file) => (isAlone(file) ? 'alone' : isOf(IN_PAIRS, file) ? 'pairs' : 'any'));
const processors = availableParallelism();
const phases = [
  // One more than there are processors, as some of them wait.
  { files: any, concurrency: processors + 1 },
  { files: pairs, concurrency: Math.min(2, processors) },
  { files: alone, concurrency: 1 },
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
