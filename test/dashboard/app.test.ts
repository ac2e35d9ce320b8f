import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import type { StoredRun } from '../../src/samples/run-record.ts';
import { recordOfPage } from '../../src/samples/embedded-record.ts';
import type { DurationCount } from '../../src/samples/duration-counts.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import type { TrialInput } from '../report/fixtures/trial-record.ts';
import {
  dashboard,
  documentOf,
  LIVE,
  NOW_MS,
  runOf,
  storePath,
  textsOf,
  writeLive,
  writeRuns,
} from './fixtures/dashboard.ts';

const startedBefore = (run: StoredRun, ms: number): StoredRun => ({
  ...run,
  run: { ...run.run, startedAt: new Date(NOW_MS - ms).toISOString() },
});

const trial = (endpoint: string, steadyStatePerSecond: number, replicate = 1): TrialInput => ({
  condition: { endpoint },
  replicate,
  ledger: { completed: Math.round(60 * steadyStatePerSecond), inFlightAtEnd: 9 },
  steadyStatePerSecond,
  observed: { mean: 1_000 / steadyStatePerSecond },
});

const twice = (endpoint: string, steady: number): TrialInput[] => [
  trial(endpoint, steady),
  trial(endpoint, steady * 1.01, 2),
];

const plain = runOf('plain', {
  name: 'first plan',
  replicates: 2,
  trials: [...twice('/a', 10), ...twice('/b', 90)],
  failedTrials: [{ position: 5, condition: { endpoint: '/c' }, reason: 'its server did not start' }],
});
const faster = runOf('faster', {
  name: 'second plan',
  replicates: 2,
  trials: [...twice('/a', 20), ...twice('/b', 91)],
});

describe('the list of runs', () => {
  it('teaches what to do where there is no store yet, and makes none', async () => {
    const path = storePath();
    const { get } = dashboard(path);
    const empty = await get('/');
    assert.equal(empty.statusCode, 200);
    assert.deepEqual(textsOf(empty, 'main pre'), ['npx loadstone run --time-scale 0.1']);
    writeRuns(path, plain);
    assert.deepEqual(textsOf(await get('/'), 'tbody th a'), ['first plan']);
  });

  it('says what became of each run, and how far one is that goes on', async () => {
    const path = storePath();
    const running = runOf('running', { state: 'running', trials: [trial('/a', 10)] });
    writeRuns(
      path,
      plain,
      running,
      startedBefore(runOf('left', { state: 'running' }), 16_000),
      runOf('ended', { state: 'interrupted' }),
      startedBefore(runOf('young', { state: 'running' }), 5_000),
    );
    writeLive(path, 'running', LIVE);
    const page = await dashboard(path).get('/');
    const rows = textsOf(page, 'tbody tr').map((text) => text.replace(/ 2 Jan 2026.*/, ''));
    assert.deepEqual(rows, [
      'example young … starting',
      'example ended ■ interrupted',
      'example running ▶ running 1 of 2 trials, 7s to 9s left',
      'first plan plain ✓ finished',
      'example left ✕ broke off',
    ]);
    assert.match(
      textsOf(page, '#row-plain td').join(' '),
      /03:04 4 2 1 HTML: the report of first plan, run plain$/,
    );
  });

  it('shows fifty at a time, those of a plan where it is named', async () => {
    const path = storePath();
    const store = openStore(path);
    for (let index = 0; index < 52; index++) {
      const { run } = runOf(`run-${index}`, { name: index % 2 === 0 ? 'even' : 'odd' });
      store.saveRun({ ...run, startedAt: new Date(index * 1_000).toISOString() });
    }
    store.close();
    const { get } = dashboard(path);
    const first = await get('/');
    assert.equal(textsOf(first, 'tbody tr').length, 50);
    assert.deepEqual(textsOf(first, '[rel=next]'), ['Older']);
    assert.deepEqual(textsOf(first, '[rel=prev]'), []);
    const older = await get(documentOf(first).querySelector('[rel=next]')?.getAttribute('href') ?? '');
    assert.deepEqual(textsOf(older, 'tbody small'), ['run-1', 'run-0']);
    assert.deepEqual(textsOf(older, '[rel=prev]'), ['Newer']);
    const odd = await get('/?plan=ODD');
    assert.equal(textsOf(odd, 'tbody tr').length, 26);
    assert.equal(documentOf(odd).querySelector('#plan')?.getAttribute('value'), 'ODD');
    assert.match(textsOf(await get('/?page=7'), 'main').join(), /There are only 2 pages/);
    assert.match(textsOf(await get('/?plan=prime'), 'main').join(), /No run has a plan with “prime”/);
  });
});

describe('a run', () => {
  const path = storePath();
  writeRuns(path, plain, faster, runOf('goes-on', { state: 'running', trials: [trial('/a', 10)] }));
  writeLive(path, 'goes-on', LIVE);
  const { get } = dashboard(path);

  it('has its report, its trials and its files', async () => {
    const page = await get('/runs/plain');
    assert.equal(page.statusCode, 200);
    assert.deepEqual(textsOf(page, 'main h2'), [
      'The answer',
      'Figures',
      'Charts',
      'Findings',
      'How it was measured',
      'Repeat it',
      'Trials',
    ]);
    assert.deepEqual(textsOf(page, '#trials tbody th'), ['/a', '/a', '/b', '/b']);
    assert.deepEqual(textsOf(page, '#trials li'), ['Trial 5: /c: its server did not start']);
    // It is over: nothing is to be heard of it.
    assert.equal(documentOf(page).querySelectorAll('script,[data-events]').length, 0);
    for (const link of documentOf(page).querySelectorAll('a[href^="/"]:not([download])'))
      assert.equal((await get(link.getAttribute('href') ?? '')).statusCode, 200, link.outerHTML);
  });

  it('that goes on shows what goes on first', async () => {
    const page = await get('/runs/goes-on');
    assert.deepEqual(textsOf(page, '#run-status'), ['▶ running 1 of 2 trials finished.']);
    assert.equal(textsOf(page, 'main h2')[0], 'Now');
    const bars = [...documentOf(page).querySelectorAll('progress')].map((bar) =>
      ['aria-label', 'value'].map((name) => bar.getAttribute(name)),
    );
    assert.deepEqual(bars, [
      ['Trials', '1'],
      ['Window of trial 2', '0.300'],
    ]);
    assert.match(
      textsOf(page, '.live-trials li').join(),
      /^Trial 2: \/b 3s of 10s 60 completed \(5 late\), 7 in flight, 4 timed out, 3 failed$/,
    );
    assert.deepEqual(textsOf(page, '#chart-live-load h3'), ['60 responses so far, and 7 in flight']);
    const document = documentOf(page);
    assert.equal(
      document.querySelector('[data-events]')?.getAttribute('data-events'),
      '/events/runs/goes-on',
    );
    for (const id of ['run-status', 'run-live', 'run-heading', 'run-report'])
      assert.equal(document.querySelectorAll(`#${id}`).length, 1, id);
  });

  it('is kept as a file of each form', async () => {
    const report = await get('/runs/plain/report.html');
    assert.deepEqual(recordOfPage(report.body), plain);
    assert.equal(report.headers['content-disposition'], 'attachment; filename="loadstone-plain-report.html"');
    assert.deepEqual((await get('/runs/plain/run.json')).json<{ run: unknown }>().run, plain.run);
    assert.equal((await get('/runs/plain/trials.csv')).body.trim().split('\n').length, 5);
    assert.match((await get('/runs/plain/report.md')).body, /first plan/);
  });

  it('has a page for each trial, with its neighbours', async () => {
    const page = await get('/runs/plain/trials/3');
    assert.deepEqual(textsOf(page, 'h1'), ['/b']);
    assert.match(textsOf(page, 'head title').join(), /\/b · trial 3 of run plain · Loadstone/);
    assert.deepEqual(textsOf(page, '[rel=prev],[rel=next]'), ['Trial 2', 'Trial 4']);
    assert.deepEqual((await get('/runs/plain/trials/3/trial.json')).json(), plain.trials[2]);
  });

  it('is compared with another, either way round', async () => {
    const page = await get('/compare?run=plain&run=faster');
    assert.match(textsOf(page, 'head title').join(), /faster.* against .*plain/);
    assert.equal(
      documentOf(page).querySelector('header .downloads > a')?.getAttribute('href'),
      '/compare?run=faster&run=plain',
    );
    const inputs = [...documentOf(page).querySelectorAll('#choose input')];
    assert.deepEqual(
      inputs.map((input) => input.getAttribute('value')),
      ['plain', 'faster'],
    );
  });

  for (const [query, says] of [
    ['', /^$/],
    ['?run=', /^$/],
    ['?run=plain', /measured nothing in turn.*choose a second one/],
    ['?run=plain&run=plain', /measured nothing in turn/],
    ['?run=plain&run=nope', /There is no run nope/],
    ['?run=nope&run=plain', /There is no run nope/],
    ['?run=plain&run=faster&run=goes-on', /Two runs are compared, and 3 are chosen/],
  ] as const)
    it(`is chosen in a form at /compare${query}`, async () => {
      const page = await get(`/compare${query}`);
      assert.equal(page.statusCode, 200);
      assert.match(textsOf(page, '[role=alert]').join(), says);
      const options = [...documentOf(page).querySelectorAll('datalist option')];
      assert.deepEqual(
        options
          .map((option) => option.getAttribute('value') ?? '')
          .toSorted((one, other) => one.localeCompare(other)),
        ['faster', 'goes-on', 'plain'],
      );
    });

  it('that has no condition of the other is not compared', async () => {
    writeRuns(path, runOf('other', { trials: [trial('/z', 10)] }));
    assert.match(
      textsOf(await get('/compare?run=plain&run=other'), '[role=alert]').join(),
      /no condition in common/,
    );
  });
});

describe('what cannot be shown', () => {
  const path = storePath();
  writeRuns(path, plain);
  const { app, get, defects } = dashboard(path);

  for (const url of [
    '/nowhere',
    '/runs/nope',
    '/runs/plain/trials/9',
    '/runs/plain/trials/0',
    '/runs/plain/trials/1e0',
    '/runs/plain/trials/-1/trial.json',
    '/runs/nope/report.html',
    '/runs/plain/report.exe',
    '/runs/../../etc/passwd',
    '/runs/..%2f..%2f..%2fetc%2fpasswd',
    '/runs/..%5c..%5cwindows',
    '/runs/%00',
    '/runs/%zz',
    `/runs/${'a'.repeat(10_000)}`,
    `/runs/${encodeURIComponent("' OR 1=1 --")}`,
    '/assets/..%2fapp.ts',
    '/assets/token.ts',
    '/events/nope',
    '/__proto__',
  ])
    it(`is said not to be there: ${url.slice(0, 50)}`, async () => {
      const page = await get(url);
      assert.equal(page.statusCode, 404);
      assert.deepEqual(textsOf(page, 'h1'), ['Not found']);
      assert.match(textsOf(page, 'main a').join(), /To the list of runs/);
    });

  it('is refused where it is no question, or no host of this server', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const) {
      const page = await app.inject({
        method,
        url: '/',
        headers: { host: '127.0.0.1:5623' },
        payload: 'x=1',
      });
      assert.deepEqual([page.statusCode, page.headers['allow']], [405, 'GET, HEAD'], method);
    }
    assert.equal((await get(`/?plan=${'a'.repeat(13_000)}`)).statusCode, 414);
    for (const url of ['/', '/events', '/assets/morph.ts', '/runs/%zz', '/nowhere'])
      assert.equal((await get(url, { host: 'evil.example:5623' })).statusCode, 421, url);
    assert.equal((await get('/', { origin: 'http://evil.example' })).statusCode, 403);
    const asked = await app.inject({ method: 'HEAD', url: '/', headers: { host: 'localhost:5623' } });
    assert.deepEqual([asked.statusCode, asked.body], [200, '']);
  });

  it('needs the token where there is one, and the browser keeps it', async () => {
    const open = dashboard(path, { host: '0.0.0.0', token: 'a token of the test' });
    for (const url of ['/', '/runs/plain', '/runs/plain/run.json', '/events', '/assets/morph.ts']) {
      const page = await open.get(url);
      assert.equal(page.statusCode, 401, url);
      assert.match(page.body, /Copy the whole address/);
      assert.doesNotMatch(page.body, /first plan/);
    }
    const signedIn = await open.get('/?token=a+token+of+the+test');
    assert.deepEqual([signedIn.statusCode, signedIn.headers.location], [303, '/']);
    const [cookie = ''] = String(signedIn.headers['set-cookie']).split(';');
    const page = await open.get('/', { cookie });
    assert.deepEqual(textsOf(page, 'tbody th a'), ['first plan']);
  });

  it('is a run of another version’s, and the list has it all the same', async () => {
    const database = new DatabaseSync(path);
    database.exec(
      `INSERT INTO runs VALUES ('foreign', '2026-01-01', '{"loadstoneVersion":"9.9","plan":{"name":"new"}}')`,
    );
    database.close();
    const page = await get('/runs/foreign');
    assert.equal(page.statusCode, 500);
    assert.match(
      textsOf(page, 'main').join(),
      /written by another version of Loadstone \(9\.9\).*Read it with that version/,
    );
    assert.ok(textsOf(await get('/'), 'tbody th a').includes('new'));
    assert.deepEqual(defects, []);
  });

  it('is a store that is damaged, or none', async () => {
    const noStore = storePath();
    writeFileSync(noStore, 'this is no database, and long enough to look like one. '.repeat(50));
    const pages = dashboard(noStore);
    for (const url of ['/', '/runs/plain', '/compare']) {
      const page = await pages.get(url);
      assert.equal(page.statusCode, 500);
      assert.match(textsOf(page, 'main').join(), /not a database.*Where: .*sqlite.*Name another file/);
    }
    assert.deepEqual(pages.defects, []);
  });

  it('is a defect, which shows nothing of the program', async () => {
    const pages = dashboard(storePath());
    pages.app.addHook('preHandler', (_, __, done) => done(new TypeError('secret of /home')));
    const page = await pages.get('/');
    assert.equal(page.statusCode, 500);
    assert.doesNotMatch(page.body, /secret|\.ts:|TypeError/);
    assert.equal(pages.defects.length, 1);
  });
});

describe('every page', () => {
  const ATTACK = `"><script>alert(1)</script><img src=x onerror=alert(2)>'&lt;\u202e`;
  const path = storePath();
  const attacked = (id: string, state: 'running' | 'finished') => {
    const { run, trials } = runOf(id, {
      name: ATTACK,
      state,
      replicates: 2,
      warnings: [ATTACK],
      failedTrials: [{ position: 9, condition: { endpoint: ATTACK }, reason: ATTACK }],
      trials: ['/a', `/${ATTACK}`, '/a', `/${ATTACK}`].map((endpoint, index) => ({
        condition: { endpoint, [ATTACK]: 1 },
        ledger: { completed: 20 + index, inFlightAtEnd: 3, failed: { [ATTACK]: 2 } },
        steadyStatePerSecond: endpoint === '/a' ? 10 : 90,
        responses: [[1_000_000, 20]] as unknown as DurationCount[],
        invalidReasons: index === 1 ? [ATTACK] : [],
      })),
    });
    return {
      run: { ...run, command: ['loadstone', ATTACK], plan: { ...run.plan, description: ATTACK } },
      trials,
    };
  };
  writeRuns(path, attacked(ATTACK, 'running'), attacked('second', 'finished'));
  writeLive(path, ATTACK, {
    ...LIVE,
    live: LIVE.live.map((one) => ({ ...one, condition: { endpoint: ATTACK }, because: ATTACK })),
  });
  const { get } = dashboard(path);
  const id = encodeURIComponent(ATTACK);
  const urls = [
    '/',
    `/?plan=${id}`,
    `/?plan=${id}none`,
    `/runs/${id}`,
    '/runs/second',
    `/runs/${id}/trials/2`,
    `/runs/${id}/trials/${id}`,
    '/compare',
    `/compare?run=${id}`,
    `/compare?run=${id}&run=${id}x`,
    `/compare?run=${id}&run=second`,
    `/runs/${id}x`,
    `/nowhere/${id}`,
  ];
  for (const url of urls)
    it(`has its parts in order, and what comes from outside as text: ${url.slice(0, 40)}`, async () => {
      const page = await get(url);
      const document = documentOf(page);
      assert.doesNotMatch(page.body, /<script>|<img|undefined|NaN|\[object/);
      assert.equal(document.querySelectorAll('img,[onerror],[style]').length, 0);
      const policy = String(page.headers['content-security-policy']);
      for (const style of document.querySelectorAll('style'))
        assert.ok(policy.includes(createHash('sha256').update(style.textContent).digest('base64')));
      for (const script of document.querySelectorAll('script')) {
        assert.equal(script.textContent, '');
        assert.equal(script.getAttribute('src'), '/assets/live-page.ts');
      }
      assert.match(textsOf(page, 'head title').join(), /. · Loadstone$/);
      assert.deepEqual(
        ['header', 'main', 'footer', 'h1'].map((name) => document.querySelectorAll(`body ${name}`).length),
        [1, 1, 1, 1],
      );
      const levels = [...document.querySelectorAll('h1,h2,h3')].map(({ tagName }) =>
        Number(tagName.slice(1)),
      );
      for (const [index, level] of levels.entries()) assert.ok(level <= (levels[index - 1] ?? 0) + 1);
      for (const table of document.querySelectorAll('table'))
        assert.ok((table.querySelector('caption')?.textContent ?? '').trim() !== '');
      const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
      assert.deepEqual(
        ids.filter((one, index) => ids.indexOf(one) !== index),
        [],
      );
      for (const link of document.querySelectorAll('a[href^="#"]'))
        assert.ok(ids.includes((link.getAttribute('href') ?? '').slice(1)), link.outerHTML);
    });

  it('says what a browser may do with it', async () => {
    for (const url of [
      ...urls,
      '/assets/morph.ts',
      '/runs/second/report.html',
      '/runs/second/run.json',
      '/runs/%zz',
    ]) {
      const { headers } = await get(url);
      const policy = String(headers['content-security-policy']);
      assert.match(policy, /^default-src 'none'; .*frame-ancestors 'none'$/);
      assert.doesNotMatch(policy, /unsafe|\*|http/);
      assert.deepEqual(
        ['x-content-type-options', 'referrer-policy', 'cache-control', 'cross-origin-resource-policy'].map(
          (name) => headers[name],
        ),
        ['nosniff', 'no-referrer', 'no-store', 'same-origin'],
        url,
      );
    }
  });
});
