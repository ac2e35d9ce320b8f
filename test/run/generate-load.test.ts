import assert from 'node:assert/strict';
import { it } from 'node:test';
import { generateLoad, UserError, type LoadSnapshot } from '../../src/index.ts';
import { OK_RESPONSE, startTcpServer } from '../support/tcp-server.ts';

const SHORT = { generatorThreads: 1, connections: 2, duration: '600ms', timeout: '1s' } as const;

it('gives live snapshots while the load goes on, and its record at the end', async () => {
  await using server = await startTcpServer((socket) => setTimeout(() => socket.write(OK_RESPONSE), 10));
  const load = generateLoad({ ...SHORT, url: `http://127.0.0.1:${server.port}/a?b=1` });
  const snapshots: LoadSnapshot[] = [];
  for await (const snapshot of load) snapshots.push(snapshot);
  const record = await load.record;
  assert.ok(snapshots.length >= 3, `${snapshots.length} snapshots`);
  const completed = snapshots.map((snapshot) => snapshot.completed);
  assert.deepEqual(
    completed,
    completed.toSorted((left, right) => left - right),
  );
  assert.ok((completed.at(-1) ?? Infinity) <= record.ledger.completed);
  assert.ok(snapshots.every(({ inFlight }) => inFlight <= 2));
  assert.deepEqual(record.condition, { endpoint: '/a?b=1' });
});

it('goes on when nobody looks, and stops by its signal', async () => {
  await using server = await startTcpServer((socket) => setTimeout(() => socket.write(OK_RESPONSE), 10));
  const url = `http://127.0.0.1:${server.port}/`;
  const stop = new AbortController();
  const load = generateLoad({ ...SHORT, url, duration: '60s', signal: stop.signal });
  for await (const { completed } of load) if (completed > 5) break;
  stop.abort();
  const { validity, ledger } = await load.record;
  assert.match(validity.reasons[0] ?? '', /^stopped after \d+ ms of 60000 ms$/);
  assert.ok(ledger.completed > 5);
});

it('rejects the record, and ends the iteration with the reason, when the load cannot begin', async () => {
  const load = generateLoad({ ...SHORT, url: 'http://no-such-host.invalid/' });
  await assert.rejects(async () => {
    for await (const _ of load);
  }, UserError);
  await assert.rejects(load.record, UserError);
});

it('refuses at once what cannot be used', () => {
  const url = 'http://127.0.0.1:1/';
  assert.throws(() => generateLoad({ ...SHORT, url: 'nonsense' }), /not a URL/);
  assert.throws(() => generateLoad({ ...SHORT, url: 'ftp://127.0.0.1/' }), /speaks http and https, not ftp/);
  assert.throws(() => generateLoad({ ...SHORT, url: 'http://me:x@127.0.0.1/' }), /password in the URL/);
  assert.throws(() => generateLoad({ ...SHORT, url, method: 'G ET' }), /a method is one word/);
  assert.throws(() => generateLoad({ ...SHORT, url, headers: { 'x y': '1' } }), /name of a header/);
  assert.throws(() => generateLoad({ ...SHORT, url, headers: { x: '1\r\ny: 2' } }), /no line ends/);
  assert.throws(() => generateLoad({ ...SHORT, url, headers: { 'content-length': '5' } }), UserError);
  assert.throws(() => generateLoad({ ...SHORT, url, duration: 'soon' }), /not a duration/);
  assert.throws(() => generateLoad({ ...SHORT, url, generatorThreads: 3 }), /cannot be split/);
  assert.throws(
    () => generateLoad({ ...SHORT, url, arrivalsPerSecond: 5, thinkTime: '1s' }),
    /no think time/,
  );
});

it('finds the warm-up of a server that is slow at first, and leaves it out; not where it was told of one', async () => {
  let fastFrom = Infinity;
  await using server = await startTcpServer((socket) => {
    if (fastFrom === Infinity) fastFrom = performance.now() + 500;
    setTimeout(() => socket.write(OK_RESPONSE), performance.now() < fastFrom ? 300 : 100);
  });
  const options = { ...SHORT, url: `http://127.0.0.1:${server.port}/`, connections: 50, duration: '4s' };
  const { warmUp, responseTimeMs, ledger, series } = await generateLoad(options).record;
  assert.equal(warmUp?.state, 'settled');
  // A request of 300 ms that was begun before then ends after it.
  assert.ok(warmUp.cutMs >= 500 && warmUp.cutMs <= 1_000, `${warmUp.cutMs} ms`);
  assert.equal(warmUp.cutMs % series.intervalMs, 0);
  const { completed, fromMs } = responseTimeMs.censored ?? assert.fail();
  assert.equal(fromMs, warmUp.cutMs);
  assert.ok(completed < ledger.completed && completed > ledger.completed / 2);
  const given = await generateLoad({ ...options, warmup: '100ms', duration: '300ms' }).record;
  assert.deepEqual(given.warmUp, { state: 'given', cutMs: 0 });
});

it('adds response times corrected for coordinated omission where an expected interval is given', async () => {
  await using server = await startTcpServer((socket) => setTimeout(() => socket.write(OK_RESPONSE), 50));
  const options = { ...SHORT, url: `http://127.0.0.1:${server.port}/` };
  const { load, responseTimeMs } = await generateLoad({ ...options, expectedInterval: '10ms' }).record;
  const { observed, synthetic } = responseTimeMs;
  assert.equal(load.expectedIntervalMs, 10);
  // Each of 50 ms adds those of 40, 30, 20 and 10 ms at the least.
  assert.ok((synthetic?.count ?? 0) >= 4 * observed.count, `${synthetic?.count} of ${observed.count}`);
  assert.equal(synthetic?.max, observed.max);
  assert.equal((await generateLoad({ ...options, duration: '100ms' }).record).responseTimeMs.synthetic, null);
  assert.throws(
    () => generateLoad({ ...options, expectedInterval: '10ms', arrivalsPerSecond: 50 }),
    (error: unknown) => error instanceof UserError && /no expected interval/.test(error.message),
  );
});
