import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { get } from '../serve/fixtures/server.ts';
import { startMarked, type MarkedCommand } from '../support/marked-command.ts';
import { waitUntil } from '../support/processes.ts';
import { GUNICORN, requireGunicorn } from '../support/system-tools.ts';

const HOLD_MS = 300;
/** Timers may end a moment early. */
const EARLY_MS = 5;
const SKIP = process.platform !== 'linux' && 'finds processes in /proc';

/** A way to start an example, and what its endpoints do to others in the same worker. */
interface Example {
  name: string;
  folder: string;
  command: readonly string[];
  /** Says whether it can be started here, or skips the test. */
  isThere(t: TestContext): boolean;
  /** Endpoints that answer one request at a time, and let nothing else be answered meanwhile. */
  blocking: readonly string[];
  /** Endpoints that leave room for others while they wait. */
  waiting: readonly string[];
}

function gunicorn(app: 'fastapi' | 'flask', ...flags: string[]): Pick<Example, 'command' | 'isThere'> {
  return {
    command: [GUNICORN, ...flags, '-b', '127.0.0.1:0', 'app:app'],
    isThere: (t) => requireGunicorn(t, app),
  };
}

function node(folder: string): Example {
  return {
    name: folder,
    folder,
    command: [process.execPath, 'server.js', '--port', '0'],
    isThere: () => true,
    blocking: ['/sync', '/blocking'],
    waiting: ['/async'],
  };
}

const FASTAPI: Example = {
  name: 'fastapi',
  folder: 'fastapi',
  ...gunicorn('fastapi', '-w', '1', '-k', 'uvicorn.workers.UvicornWorker'),
  blocking: ['/blocking'],
  waiting: ['/sync', '/async'],
};

const FLASK_SYNC: Example = {
  name: 'flask under sync',
  folder: 'flask',
  ...gunicorn('flask', '-w', '1', '-k', 'sync'),
  blocking: ['/sync'],
  waiting: [],
};

const FLASK_GTHREAD: Example = {
  name: 'flask under gthread',
  folder: 'flask',
  ...gunicorn('flask', '-w', '1', '-k', 'gthread', '--threads', '2'),
  blocking: [],
  waiting: ['/sync'],
};

const NODE = ['express', 'fastify', 'node-http'].map(node);

function start({ folder, command }: Example, holdSeconds = String(HOLD_MS / 1e3), flags: string[] = []) {
  return startMarked([...command, ...flags], {
    cwd: join(import.meta.dirname, '..', '..', 'examples', folder),
    env: { HOLD_SECONDS: holdSeconds, PYTHONDONTWRITEBYTECODE: '1' },
  });
}

async function portOf(server: MarkedCommand): Promise<number> {
  return Number((await server.printed(/http:\/\/127\.0\.0\.1:(\d+)/))[1]);
}

/** Asks on a connection of its own. @returns the pid of the worker that answered */
async function ask(port: number, path: string): Promise<number> {
  const { status, text } = await get(port, path);
  assert.equal(status, 200, text);
  const answer = JSON.parse(text) as { status: string; pid: number };
  assert.equal(answer.status, 'ok');
  return answer.pid;
}

/** Asks for these at once, and for /healthz a moment later. @returns what was answered, in that order, and after how long */
async function race(port: number, paths: readonly string[]): Promise<{ order: string[]; ms: number }> {
  const order: string[] = [];
  const begin = performance.now();
  const note = (path: string) => ask(port, path).then(() => order.push(path));
  const asked = paths.map(note);
  await delay(50);
  await Promise.all([...asked, note('/healthz')]);
  return { order, ms: performance.now() - begin };
}

for (const example of [FASTAPI, FLASK_SYNC, FLASK_GTHREAD, ...NODE]) {
  test(`the example server ${example.name}`, { skip: SKIP }, async (t) => {
    if (!example.isThere(t)) return;
    await using server = start(example);
    const port = await portOf(server);

    await t.test('says which of its processes answered', async () => {
      assert.ok(server.running().includes(await ask(port, '/healthz')));
    });

    for (const path of example.waiting) {
      await t.test(`holds ${path}, and answers others meanwhile`, async () => {
        const { order, ms } = await race(port, [path]);
        assert.deepEqual(order, ['/healthz', path]);
        assert.ok(ms >= HOLD_MS - EARLY_MS, `${ms} ms`);
      });
    }

    for (const path of example.blocking) {
      await t.test(`holds ${path} one at a time, and answers nothing else meanwhile`, async () => {
        const { order, ms } = await race(port, [path, path]);
        assert.equal(order[0], path);
        assert.ok(ms >= 2 * (HOLD_MS - EARLY_MS), `${ms} ms`);
      });
    }

    await t.test('ends on SIGTERM when it has answered, and leaves nothing', async () => {
      const path = example.waiting[0] ?? example.blocking[0] ?? assert.fail();
      const inProgress = ask(port, path);
      await delay(HOLD_MS / 2);
      server.process.kill('SIGTERM');
      await inProgress;
      assert.deepEqual(await server.ended, { code: 0, signal: null });
      assert.notEqual(await waitUntil(() => server.running().length === 0, 1_000), undefined);
    });
  });
}

test('flask under gthread holds as many requests at once as it has threads', { skip: SKIP }, async (t) => {
  if (!FLASK_GTHREAD.isThere(t)) return;
  await using server = start(FLASK_GTHREAD);
  const { ms } = await race(await portOf(server), ['/sync', '/sync', '/sync']);
  assert.ok(ms >= 2 * (HOLD_MS - EARLY_MS), `${ms} ms`);
});

for (const example of NODE) {
  test(
    `${example.name} with three workers answers from three processes and ends with them`,
    { skip: SKIP },
    async () => {
      await using server = start(example, '0', ['--workers', '3']);
      const port = await portOf(server);
      await server.printed(/(?:process .* listens on .*\s+){3}/);
      const pids = new Set<number>();
      for (let asked = 0; asked < 6; asked++) pids.add(await ask(port, '/sync'));
      assert.equal(pids.size, 3);
      assert.ok(!pids.has(server.process.pid ?? 0));
      server.process.kill('SIGTERM');
      assert.deepEqual(await server.ended, { code: 0, signal: null });
      assert.deepEqual(server.running(), []);
    },
  );
}

test('a Node example ends with an error rather than go on with fewer workers', { skip: SKIP }, async () => {
  await using server = start(node('node-http'), '0', ['--workers', '2']);
  await server.printed(/(?:process .* listens on .*\s+){2}/);
  const worker = await ask(await portOf(server), '/healthz');
  process.kill(worker, 'SIGKILL');
  assert.deepEqual(await server.ended, { code: 1, signal: null });
  assert.match(server.output(), new RegExp(`worker ${worker} ended by itself \\(SIGKILL\\)`));
  assert.deepEqual(server.running(), []);
});

for (const example of [FASTAPI, FLASK_SYNC, ...NODE.slice(0, 1)]) {
  for (const hold of ['', '-1', 'nan']) {
    test(`${example.name} does not start with a hold of "${hold}" and says so`, { skip: SKIP }, async (t) => {
      if (!example.isThere(t)) return;
      await using server = start(example, hold);
      await server.printed(new RegExp(`HOLD_SECONDS is "${hold}", not a number of seconds from 0 to 86400`));
      const { code } = await server.ended;
      assert.ok(code !== null && code > 0, `exit code ${code}`);
    });
  }
}
