import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../../src/errors.ts';
import { MeasurementWindow } from '../../../src/load/measurement-window.ts';
import { SampleRing } from '../../../src/load/raw-samples/sample-ring.ts';
import { SamplesFile } from '../../../src/load/raw-samples/samples-file.ts';
import { blankSample, COMPLETED, FAILED, NEVER, type Sample } from '../../../src/load/raw-samples/sample.ts';
import { nanoseconds, type Nanoseconds } from '../../../src/units.ts';
import { requireTool, skipOrFail } from '../../support/system-tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-samples-'));
after(() => rmSync(folder, { recursive: true }));

/** A load of some threads that writes its samples. */
async function startSampling(name: string, threads = 1, capacity = 4_096) {
  const path = join(folder, name);
  const file = await SamplesFile.open(path);
  const window = new MeasurementWindow(nanoseconds(60e9), nanoseconds(0), MeasurementWindow.createMemory());
  const memories = Array.from({ length: threads }, () => SampleRing.createMemory(capacity));
  file.begin(window, memories);
  return { path, file, window, rings: memories.map((memory) => new SampleRing(memory)) };
}

/** A request that was answered after a number of nanoseconds. */
function completed(start: Nanoseconds, connection: number): Sample {
  const startedAt = nanoseconds(start + connection);
  const endedAt = nanoseconds(startedAt + 5e6);
  return { ...blankSample(), intendedAt: startedAt, startedAt, endedAt, connection, status: 200 };
}

function objectsIn(path: string): Record<string, unknown>[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  assert.equal(lines.pop(), '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('SamplesFile', () => {
  it('writes what all threads push while the load goes on, and what is left at its end', async () => {
    const { path, file, window, rings } = await startSampling('all.ndjson', 2);
    const start = window.begin();
    let pushed = 0;
    for (let round = 0; round < 10; round++) {
      for (let count = 0; count < 1_500; count++)
        for (const ring of rings) ring.push(completed(start, pushed++));
      await delay(25);
    }
    assert.ok(readFileSync(path).length > 0, 'nothing is written before the end');
    rings[1]?.push(completed(start, pushed++));
    const result = await file.finish({ windowEnd: nanoseconds(start + 60e9), inFlight: [] });
    assert.deepEqual(result, { written: pushed, dropped: 0 });
    const objects = objectsIn(path);
    const connections = objects.map(({ connection }) => connection as number);
    assert.deepEqual(
      connections.toSorted((left, right) => left - right),
      Array.from({ length: pushed }, (_, index) => index),
    );
    assert.ok(
      objects.every(
        ({ thread, connection }) => connection === pushed - 1 || thread === Number(connection) % 2,
      ),
    );
    assert.equal(objects[0]?.['responseTimeMs'], 5);
  });

  it('gives the requests that the end finds in flight their age', async () => {
    const { path, file, window } = await startSampling('in-flight.ndjson', 2);
    const start = window.begin();
    const windowEnd = nanoseconds(start + 10e6);
    const inFlight = Array.from({ length: 3_000 }, (_, connection) => ({
      connection,
      request: 4,
      intendedAt: nanoseconds(start + 1e6),
      startedAt: nanoseconds(start + 3e6),
      firstByteAt: NEVER,
    }));
    assert.deepEqual(await file.finish({ windowEnd, inFlight: [[], inFlight] }), {
      written: 3_000,
      dropped: 0,
    });
    const objects = objectsIn(path);
    assert.deepEqual(objects[2_999], {
      startedMs: 3,
      intendedStartMs: 1,
      firstByteMs: null,
      endMs: null,
      responseTimeMs: 9,
      uncorrectedResponseTimeMs: 7,
      outcome: 'inFlight',
      status: null,
      failure: null,
      thread: 1,
      connection: 2_999,
      request: 4,
    });
    assert.equal(objects.length, 3_000);
  });

  it('holds a failure back until its kind is known', async () => {
    const { path, file, window, rings } = await startSampling('failures.csv');
    const start = window.begin();
    rings[0]?.push({ ...completed(start, 1), outcome: FAILED, status: 0, failure: 0 });
    rings[0]?.push({ ...completed(start, 2), outcome: COMPLETED });
    await delay(50);
    file.learnFailureKind(0, 0, 'read:ECONNRESET');
    const result = await file.finish({ windowEnd: nanoseconds(start + 1e9), inFlight: [] });
    assert.deepEqual(result, { written: 2, dropped: 0 });
    assert.match(
      readFileSync(path, 'utf8'),
      /,failed,,read:ECONNRESET,0,1,0\r\n.*,completed,200,,0,2,0\r\n$/,
    );
  });

  it('has the header alone where nothing was sampled', async () => {
    const { path, file } = await startSampling('nothing.csv');
    assert.deepEqual(await file.finish({ windowEnd: nanoseconds(1), inFlight: [] }), {
      written: 0,
      dropped: 0,
    });
    assert.match(readFileSync(path, 'utf8'), /^startedMs,[A-Za-z,]+,request\r\n$/);
  });

  it('counts what the rings had no room for', async () => {
    const { path, file, window, rings } = await startSampling('dropped.jsonl', 1, 16);
    const start = window.begin();
    for (let connection = 0; connection < 100; connection++) rings[0]?.push(completed(start, connection));
    const result = await file.finish({ windowEnd: nanoseconds(start + 1e9), inFlight: [] });
    assert.deepEqual(result, { written: 16, dropped: 84 });
    assert.equal(objectsIn(path).length, 16);
  });

  it('can be let go without an end, and again', async () => {
    const { file } = await startSampling('let-go.ndjson');
    await file.close();
    await file.close();
  });

  it('takes nothing while the file takes nothing, and loses only what it counts', async (t) => {
    if (!requireTool(t, 'mkfifo', 'coreutils')) return;
    const path = join(folder, 'slow.ndjson');
    spawnSync('mkfifo', [path]);
    const reader = spawn('cat', [path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const { file, window, rings } = await startSampling('slow.ndjson');
    const start = window.begin();
    let pushed = 0;
    for (let round = 0; round < 10; round++) {
      for (let count = 0; count < 4_096; count++) rings[0]?.push(completed(start, pushed++));
      await delay(25);
    }
    // Nobody has read yet: pipes hold a part, the ring another, and there is no third place.
    assert.ok((rings[0]?.dropped ?? 0) > pushed / 2);
    assert.equal(rings[0]?.waiting, 4_096);
    const read = text(reader.stdout);
    const result = await file.finish({ windowEnd: nanoseconds(start + 1e9), inFlight: [] });
    assert.equal(result.written + result.dropped, pushed);
    assert.equal((await read).trimEnd().split('\n').length, result.written);
  });

  it('says what became of the rest when the disk is full', async (t) => {
    if (!existsSync('/dev/full')) {
      skipOrFail(t, 'needs /dev/full, which Linux has');
      return;
    }
    // A link, since the ending of the name counts.
    symlinkSync('/dev/full', join(folder, 'full.ndjson'));
    const { file, window, rings } = await startSampling('full.ndjson', 1, 64);
    const start = window.begin();
    for (let connection = 0; connection < 40; connection++) rings[0]?.push(completed(start, connection));
    await delay(60);
    for (let connection = 0; connection < 100; connection++) rings[0]?.push(completed(start, connection));
    const result = await file.finish({ windowEnd: nanoseconds(start + 1e9), inFlight: [] });
    assert.deepEqual([result.written, result.dropped], [0, 140]);
    assert.ok(file.problem instanceof UserError);
    assert.equal(file.problem.exitCode, 1);
    assert.match(file.problem.line, /^--samples .*full\.ndjson: the samples could not be written: ENOSPC/);
  });

  const unusable: readonly [path: string, expected: RegExp][] = [
    [
      'samples.txt',
      /samples\.txt: .*\.txt is not known\. Name a file that ends in \.ndjson, \.jsonl, \.csv$/,
    ],
    ['samples', /none is not known/],
    ['no/such/folder/samples.csv', /cannot be written: ENOENT/],
  ];
  for (const [path, expected] of unusable) {
    it(`refuses ${path} before there is a load`, async () => {
      await assert.rejects(SamplesFile.open(join(folder, path)), (error) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.exitCode, 2);
        assert.match(error.line, expected);
        return true;
      });
    });
  }
});
