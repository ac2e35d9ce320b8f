import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it, type TestContext } from 'node:test';
import { UserError } from '../../../src/errors.ts';
import type { OutsideName, OutsideOrder } from '../../../src/load/generators/outside-generator.ts';
import { makeOutsideTrialRecord } from '../../../src/load/generators/outside-trial-record.ts';
import {
  runOutsideGenerator,
  type OutsideResult,
} from '../../../src/load/generators/run-outside-generator.ts';
import type { ToolOptions } from '../../../src/load/generators/tool-process.ts';
import { monotonicNow } from '../../../src/monotonic-clock.ts';
import { readEnvironment } from '../../../src/observe/environment.ts';
import { loadSettingsSchema } from '../../../src/plan/load-settings.ts';
import { conclusionSentence } from '../../../src/report/conclusion-sentences.ts';
import { conclusions } from '../../../src/report/conclusions.ts';
import { runCsv } from '../../../src/report/run-csv.ts';
import { runJson } from '../../../src/report/run-json.ts';
import { runMarkdown } from '../../../src/report/run-markdown.ts';
import { runTerminal } from '../../../src/report/run-terminal.ts';
import { trialText } from '../../../src/report/trial-text.ts';
import { wrkText } from '../../../src/report/wrk-text.ts';
import { storedRunSchema } from '../../../src/samples/run-record.ts';
import { trialRecordSchema, type TrialRecord } from '../../../src/samples/trial-record.ts';
import { milliseconds, millisecondsToNanoseconds, type Nanoseconds } from '../../../src/units.ts';
import { storedRun } from '../../report/fixtures/stored-run.ts';
import { waitUntil } from '../../support/processes.ts';
import { requireTool } from '../../support/system-tools.ts';

const CONNECTIONS = 10;
const TIMEOUT = '1s';
const LATE_MS = 1_250;
const TOOLS: readonly OutsideName[] = ['wrk', 'autocannon'];

/** What the server did at one path. */
interface Witness {
  firstAt: Nanoseconds | undefined;
  asked: number;
  answered: number;
  errors: number;
  closed: number;
}

const witnesses = new Map<string, Witness>();

function witnessOf(path: string): Witness {
  const known = witnesses.get(path);
  if (known !== undefined) return known;
  const fresh = { firstAt: undefined, asked: 0, answered: 0, errors: 0, closed: 0 };
  witnesses.set(path, fresh);
  return fresh;
}

/** Does what the end of its path says, and counts it for the whole path. */
const server: Server = createServer((request, response) => {
  const witness = witnessOf(request.url ?? '');
  const [, , kind] = (request.url ?? '').split('/');
  witness.firstAt ??= monotonicNow();
  witness.asked++;
  response.on('finish', () => witness.answered++);
  const isError = kind === 'errors' || (kind === 'some-errors' && witness.asked % 4 === 0);
  if (isError) witness.errors++;
  if (kind === 'resets') {
    witness.closed++;
    request.socket.resetAndDestroy();
    return;
  }
  if (kind === 'closes') response.setHeader('Connection', 'close');
  setTimeout(() => response.writeHead(isError ? 503 : 200).end('hello'), kind === 'late' ? LATE_MS : 20);
});

before(() => new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening)));
after(() => {
  server.closeAllConnections();
  server.close();
});

/** Responses and failures that the server counted may be on their way when the tool stops counting. */
function assertSeen(counted: number, seenByServer: number): void {
  const missing = seenByServer - counted;
  assert.ok(missing >= 0 && missing <= CONNECTIONS, `${counted} counted of ${seenByServer}`);
}

function isThere(t: TestContext, name: OutsideName): boolean {
  return name !== 'wrk' || requireTool(t, 'wrk');
}

function orderFor(url: string, duration = '1s'): OutsideOrder {
  const settings = { generatorThreads: 2, connections: CONNECTIONS, duration, timeout: TIMEOUT };
  return { url: new URL(url), settings: loadSettingsSchema.parse(settings) };
}

interface Outcome {
  result: OutsideResult;
  record: TrialRecord;
  witness: Witness;
}

/** Loads a path of the server and checks what holds of every record. */
async function load(
  name: OutsideName,
  kind: string,
  options: ToolOptions & { duration?: string } = {},
): Promise<Outcome> {
  const path = `/${name}/${kind}`;
  const { port } = server.address() as AddressInfo;
  const order = orderFor(`http://127.0.0.1:${port}${path}`, options.duration);
  const result = await runOutsideGenerator(name, order, options);
  const record = recordOf(order, result);
  assertRendersTruly(record);
  return { result, record, witness: witnessOf(path) };
}

function recordOf(order: OutsideOrder, result: OutsideResult): TrialRecord {
  const record = makeOutsideTrialRecord(order, result, {
    startedAt: new Date(),
    condition: { endpoint: order.url.pathname },
    order: { block: 1, replicate: 1, position: 1 },
    environment: readEnvironment(),
    reasons: [],
    usages: [],
  });
  assert.deepEqual(trialRecordSchema.parse(JSON.parse(JSON.stringify(record))), record);
  return record;
}

/** Every form of report takes the record, and none says what the tool did not. */
function assertRendersTruly(record: TrialRecord): void {
  const stored = { ...storedRun({ conditions: [record.condition] }), trials: [record] };
  const texts = [
    trialText(record, { color: false }),
    runTerminal(stored, { color: false }),
    runMarkdown(stored),
    ...conclusions(stored).map(conclusionSentence),
  ];
  for (const text of texts)
    assert.doesNotMatch(text, /\d in flight|none was started|NaN|null|undefined|Connections/);
  assert.ok(texts.every((text) => !text.includes('generator thread was busy')));
  assert.match(texts.join(), new RegExp(`Load by ${record.generator.name} `));
  assert.match(runCsv(stored), new RegExp(`,${record.generator.name},`));
  assert.deepEqual(storedRunSchema.parse(JSON.parse(runJson(stored))), stored);
  assert.match(
    wrkText(record, { latency: true }),
    new RegExp(`\\n {2}${record.ledger.completed} requests in `),
  );
}

for (const name of TOOLS)
  describe(name, { concurrency: 4 }, () => {
    it('counts what the server answered, and measured when the server was loaded', async (t) => {
      if (!isThere(t, name)) return;
      const progress: number[] = [];
      const { result, record, witness } = await load(name, 'plain', {
        onProgress: (at) => progress.push(at),
      });
      assert.deepEqual(record.validity, { valid: true, reasons: [] });
      assertSeen(record.ledger.completed, witness.answered);
      assert.deepEqual(
        [record.ledger.failed, record.ledger.completedLate, record.ledger.timedOut],
        [{}, 0, 0],
      );
      const { observed, onTime } = record.responseTimeMs;
      assert.deepEqual(observed, onTime);
      assert.equal(observed.count, record.ledger.completed);
      // autocannon cuts to whole milliseconds, and a timer may be one early.
      for (const ms of [observed.min, observed.mean, observed.p50, observed.p99, observed.max])
        assert.ok(ms !== null && ms >= 18 && ms <= 1_000, `${ms} ms`);
      assert.ok(record.bytesRead > record.ledger.completed * 100);
      assert.ok(record.windowMs >= 990, `${record.windowMs} ms`);
      assert.equal(result.windowEnd, result.windowStart + millisecondsToNanoseconds(result.window));
      const leadMs = ((witness.firstAt ?? 0) - result.windowStart) / 1e6;
      assert.ok(Math.abs(leadMs) < 250, `the first request came ${leadMs} ms after the window's start`);
      assert.ok(progress.length > 0 && progress.every((at) => at > 0));
    });

    it('leaves out what it does not report', async (t) => {
      if (!isThere(t, name)) return;
      const { record } = await load(name, 'plain-again');
      const { connections, timeToFirstByteMs, connectTimeMs, scheduleLagMs, histograms, series } = record;
      const missing = [connections, timeToFirstByteMs, connectTimeMs, scheduleLagMs, histograms, series];
      assert.ok(missing.every((figure) => figure === null));
      assert.equal(record.throughput.steadyStatePerSecond, null);
      assert.equal(record.ledger.inFlightAtEnd, null);
      assert.deepEqual(record.generator.threads, []);
      assert.match(record.generator.version ?? '', /\d+\.\d+/);
      if (name === 'wrk') {
        assert.equal(record.ledger.started, null);
        assert.equal(record.statusCodes, null);
        assert.equal(record.statusErrors, 0);
        assert.notEqual(record.requestsPerSecondPerThread.mean, null);
      } else {
        assert.equal(record.ledger.started, record.ledger.completed + CONNECTIONS);
        assert.deepEqual(record.statusCodes, { 200: record.ledger.completed });
        assert.equal(record.statusErrors, null);
        assert.equal(record.responseTimeMs.observed.p95, null);
      }
    });

    it('does with late responses what the record says', async (t) => {
      if (!isThere(t, name)) return;
      const { record, witness } = await load(name, 'late', { duration: '3s' });
      const { ledger, responseTimeMs, load: did } = record;
      if (name === 'wrk') {
        assert.equal(did.timeoutPolicy, 'wait');
        assert.deepEqual([ledger.completedLate, ledger.timedOut], [ledger.completed, 0]);
        assertSeen(ledger.completed, witness.answered);
        assert.deepEqual([responseTimeMs.observed.count, responseTimeMs.onTime.count], [ledger.completed, 0]);
        assert.equal(responseTimeMs.observed.mean, null);
      } else {
        assert.equal(did.timeoutPolicy, 'abort');
        assert.deepEqual([ledger.completedLate, ledger.completed], [0, 0]);
        assert.equal(ledger.started, ledger.timedOut + CONNECTIONS);
        assertSeen(ledger.timedOut, witness.asked);
      }
    });

    it('tells how many responses were errors', async (t) => {
      if (!isThere(t, name)) return;
      const { record, witness } = await load(name, 'some-errors');
      assertSeen(record.statusErrors ?? record.statusCodes?.[503] ?? NaN, witness.errors);
      assert.ok(record.validity.valid);
      const stored = { ...storedRun({ conditions: [record.condition] }), trials: [record] };
      assert.match(conclusions(stored).map(conclusionSentence).join(), /Some responses were errors/);
    });

    it('gives no result where every response was an error', async (t) => {
      if (!isThere(t, name)) return;
      const { record } = await load(name, 'errors');
      assert.match(record.validity.reasons.join(), /^every response was an error/);
    });

    it('counts as failed what the server reset', async (t) => {
      if (!isThere(t, name)) return;
      const { record, witness } = await load(name, 'resets');
      const { failed, completed } = record.ledger;
      assert.equal(completed, 0);
      assert.deepEqual(Object.keys(failed), [name === 'wrk' ? 'read' : 'unspecified']);
      const [failures = NaN] = Object.values(failed);
      // With nothing that slows it, it may be ahead of the server's own count by what is on its way.
      assert.ok(
        Math.abs(failures - witness.closed) <= CONNECTIONS,
        `${failures} failed of ${witness.closed}`,
      );
      assert.deepEqual(record.validity.reasons, ['no request completed']);
    });

    it('is not believed on response times that it takes from other requests', async (t) => {
      if (!isThere(t, name)) return;
      const { record, witness } = await load(name, 'closes');
      assertSeen(record.ledger.completed, witness.answered);
      const reasons = record.validity.reasons.join();
      if (name === 'wrk') assert.equal(reasons, '');
      else assert.match(reasons, /^autocannon lost \d+ requests as connections were closed/);
    });

    it('says of a port that nobody listens on what it can', async (t) => {
      if (!isThere(t, name)) return;
      const order = orderFor('http://127.0.0.1:1/');
      const loading = runOutsideGenerator(name, order);
      if (name === 'wrk') {
        // It looks before it begins.
        await assert.rejects(loading, (error) => {
          assert.ok(error instanceof UserError);
          assert.match(
            error.line,
            /^wrk gave no report \(exit code 1\); it said: unable to connect to 127\.0\.0\.1/,
          );
          return error.exitCode === 1;
        });
      } else {
        const record = recordOf(order, await loading);
        assertRendersTruly(record);
        assert.deepEqual([record.ledger.completed, record.statusCodes], [0, {}]);
        assert.ok((record.ledger.failed['unspecified'] ?? 0) > 0);
        assert.deepEqual(record.validity.reasons, ['no request completed']);
      }
    });

    it('is gone soon after it is asked to end', async (t) => {
      if (!isThere(t, name)) return;
      const stop = new AbortController();
      let pid = 0;
      const loading = load(name, 'stopped', {
        duration: '60s',
        signal: stop.signal,
        onStart: (started) => (pid = started),
      });
      loading.catch(() => {});
      await waitUntil(() => witnessOf(`/${name}/stopped`).answered >= CONNECTIONS, 10_000);
      stop.abort();
      if (name === 'wrk') {
        const { result, record, witness } = await loading;
        assert.equal(result.stopped, true);
        assert.match(record.validity.reasons.join(), /^stopped after \d+ ms of 60000 ms$/);
        assertSeen(record.ledger.completed, witness.answered);
        assert.ok(record.windowMs < 30_000);
      } else {
        await assert.rejects(loading, /^UserError: autocannon was ended and does not say what it did/);
      }
      assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    });
  });

it('a thread of the tool that was busy for more than it may be makes it the ceiling', async (t) => {
  if (!isThere(t, 'wrk')) return;
  const order = orderFor('http://127.0.0.1:1/');
  const { result } = await load('wrk', 'observed');
  const span = millisecondsToNanoseconds(milliseconds(1_000));
  const busy = { span, running: millisecondsToNanoseconds(milliseconds(950)), waiting: undefined };
  const { generator } = makeOutsideTrialRecord(order, result, {
    startedAt: new Date(),
    condition: {},
    order: { block: 1, replicate: 1, position: 1 },
    environment: readEnvironment(),
    reasons: [],
    usages: [busy],
  });
  assert.deepEqual([generator.wasCeiling, generator.threads[0]?.busyShare], [true, 0.95]);
});
