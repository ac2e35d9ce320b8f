import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { startDashboard, type DashboardOptions } from '../../src/dashboard/server.ts';
import { UserError } from '../../src/errors.ts';
import { runOf, storePath, writeRuns } from './fixtures/dashboard.ts';

async function started(options: Partial<DashboardOptions> = {}) {
  const dashboard = await startDashboard({
    storePath: storePath(),
    host: '127.0.0.1',
    port: 0,
    token: undefined,
    onDefect: (error) => assert.fail(String(error)),
    ...options,
  });
  after(() => dashboard.close());
  return dashboard;
}

/** The events of a stream, one after the other. */
async function* eventsAt(url: string): AsyncGenerator<string> {
  const { body, headers, status } = await fetch(url);
  assert.deepEqual([status, headers.get('content-type')], [200, 'text/event-stream; charset=utf-8']);
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
  let text = '';
  for await (const chunk of (body ?? assert.fail()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) if (event.startsWith('event:')) yield event;
  }
}

it('news of another process reach a page, and the end of the server ends it', async () => {
  const path = storePath();
  const { url, close } = await started({ storePath: path });
  const events = eventsAt(`${url}events`);
  assert.match((await events.next()).value ?? '', /^event: parts\ndata: .*Nothing has been run yet/);
  writeRuns(path, runOf('first'));
  assert.match((await events.next()).value ?? '', /^event: parts\ndata: .*row-first/);
  await close();
  assert.deepEqual(await events.next().catch(() => ({ done: true })), { done: true, value: undefined });
});

it('the script that a page names is there', async () => {
  const { url } = await started();
  const page = await (await fetch(url)).text();
  const paths = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
  assert.equal(paths.length, 1);
  for (const path of [...paths, '/assets/morph.ts'])
    assert.equal((await fetch(new URL(path, url))).status, 200, path);
  const script = await fetch(new URL(paths.find((path) => path.includes('live-page')) ?? '', url));
  assert.equal(script.headers.get('content-type'), 'text/javascript; charset=utf-8');
  assert.doesNotMatch(await script.text(), /interface |: HTMLElement/);
});

it('listens to nobody but this machine, unless it is told', async () => {
  assert.match((await started()).url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
});

it('takes a token elsewhere, drawn or given', async () => {
  const drawn = await started({ host: '0.0.0.0' });
  assert.match(drawn.url, /^http:\/\/[^/]+:\d+\/\?token=[\w-]{32}$/);
  const { port, search } = new URL(drawn.url);
  const refused = await fetch(`http://127.0.0.1:${port}/`);
  assert.equal(refused.status, 401);
  const signedIn = await fetch(`http://127.0.0.1:${port}/${search}`, { redirect: 'manual' });
  const [cookie = ''] = (signedIn.headers.get('set-cookie') ?? '').split(';');
  const shown = await fetch(`http://127.0.0.1:${port}/`, { headers: { cookie } });
  assert.deepEqual([signedIn.status, shown.status], [303, 200]);
  const short = new URL((await started({ host: '0' })).url);
  assert.equal(short.hostname, new URL(drawn.url).hostname);
  const given = await started({ token: 'a-token-of-the-test' });
  assert.match(given.url, /\?token=a-token-of-the-test$/);
  assert.equal((await fetch(new URL('/', given.url))).status, 401);
});

it('says what to do where its port is taken, and takes another where none was named', async () => {
  const first = await started();
  const port = Number(new URL(first.url).port);
  await assert.rejects(started({ port }), (error: unknown) => {
    assert.ok(error instanceof UserError);
    assert.match(
      error.line,
      new RegExp(`^127\\.0\\.0\\.1:${port}: cannot listen there \\(EADDRINUSE\\)\\. .*--port`),
    );
    return true;
  });
  await assert.rejects(started({ host: '192.0.2.1' }), /cannot listen there \(EADDRNOTAVAIL\)/);
  const [one, other] = [await started({ port: undefined }), await started({ port: undefined })];
  assert.notEqual(new URL(one.url).port, new URL(other.url).port);
});
