import assert from 'node:assert/strict';
import { createConnection } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fuzzedRequest, type FuzzedRequest } from '../support/fuzzed-requests.ts';
import { get, startApp, type ServerUnderTest } from './fixtures/server.ts';

/** Another seed can be given to look further. */
const SEED = Number(process.env['LOADSTONE_FUZZ_SEED'] ?? 1);
const REQUESTS_A_CLASS = 2_500;
/** So many connections at once; after each lot the server is looked at. */
const AT_ONCE = 100;
const ANSWER_WITHIN_MS = 150;

describe(`10,000 fuzzed requests, seed ${SEED}`, () => {
  for (const [index, settings] of [
    { workerClass: 'pool', poolSize: 4 },
    { workerClass: 'gthread', threads: 4 },
    { workerClass: 'sync' },
    { workerClass: 'loop' },
  ].entries())
    test(`leave every worker of class ${settings.workerClass} alive and answering`, async () => {
      await using server = await startApp({ ...settings, workers: 2 }, 'fuzzed-app.ts');
      const first = index * REQUESTS_A_CLASS;
      for (let number = first; number < first + REQUESTS_A_CLASS; number += AT_ONCE) {
        const lot = Array.from({ length: AT_ONCE }, (_, place) => number + place);
        await Promise.all(lot.map((one) => send(server.port, fuzzedRequest(SEED, one))));
        await assertUnharmed(server, () => blame(lot));
      }
    });
});

/** The bytes of one connection; what comes back is read and thrown away. */
async function send(port: number, { pieces, isSlow, ending }: FuzzedRequest): Promise<void> {
  const socket = createConnection({ host: '127.0.0.1', port, allowHalfOpen: true });
  // The server may well reset it.
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), closed]);
  const answered = new Promise((resolve) => socket.once('data', resolve).once('end', resolve));
  for (const piece of pieces) {
    if (isSlow) await delay(1);
    if (!socket.destroyed) socket.write(piece);
  }
  if (ending === 'half-close') socket.end();
  if (ending === 'half-close' || ending === 'answer')
    await Promise.race([answered, closed, delay(ANSWER_WITHIN_MS)]);
  if (ending === 'reset') socket.resetAndDestroy();
  else if (ending === 'close') socket.destroySoon();
  else socket.destroy();
  // One whose bytes the server does not take would never close by itself.
  await Promise.race([closed, delay(ANSWER_WITHIN_MS)]);
  socket.destroy();
}

/** Each worker is the one that was there at first, answers, and has nothing to say of itself. */
async function assertUnharmed(server: ServerUnderTest, blamed: () => string): Promise<void> {
  const [one, other] = await Promise.all([pidAnswering(server), pidAnswering(server)]).catch(
    (error: unknown) => {
      throw new Error(`no answer after ${blamed()}`, { cause: error });
    },
  );
  // Connections are dealt in turn: two after each other reach both workers.
  assert.deepEqual(
    new Set([one, other]),
    new Set(server.workerPids),
    `not the same workers after ${blamed()}`,
  );
  assert.ok(!server.messages.some(({ type }) => type === 'workerReplaced'), `replaced after ${blamed()}`);
  assert.doesNotMatch(server.stderr(), /unhandled|uncaught|TypeError|RangeError|ERR_/i, `after ${blamed()}`);
}

async function pidAnswering({ port }: ServerUnderTest): Promise<number> {
  const { status, text } = await get(port, '/pid');
  assert.equal(status, 200);
  return (JSON.parse(text) as { pid: number }).pid;
}

/** What the server was sent just before it came to harm. */
function blame(lot: readonly number[]): string {
  const requests = lot.map((number) => {
    const { pieces, isSlow, ending } = fuzzedRequest(SEED, number);
    const text = pieces.map((piece) => JSON.stringify(piece.toString('latin1'))).join(' + ');
    return `${number}${isSlow ? ' (slowly)' : ''}, ${ending}: ${text}`;
  });
  return `LOADSTONE_FUZZ_SEED=${SEED}, requests ${lot[0]} to ${lot.at(-1)}:\n${requests.join('\n')}`;
}
