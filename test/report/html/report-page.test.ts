import assert from 'node:assert/strict';
import { before, describe, it, test } from 'node:test';
import { parseHTML } from 'linkedom';
import { reportPage } from '../../../src/report/html/report-page.ts';
import { recordOfPage } from '../../../src/samples/embedded-record.ts';
import { encodeHistogram } from '../../../src/samples/histogram.ts';
import type { DurationCount } from '../../../src/samples/duration-counts.ts';
import { EXAMPLE_RUNS } from '../fixtures/example-runs.ts';
import { MEASURED_RUN, measuredTrials } from '../fixtures/measured-run.ts';
import { CONNECTIONS_SWEEP, RATE_SWEEP } from '../fixtures/swept-runs.ts';
import { storedRun } from '../fixtures/stored-run.ts';

const ATTACK = `"><script>alert(1)</script><img src=x onerror=alert(2)>'&lt;\u202e`;

const documentOf = (page: string) => parseHTML(page).document;
const textsOf = (page: string, selector: string): string[] =>
  [...documentOf(page).querySelectorAll(selector)].map((element) =>
    (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
  );

describe('the page of a run that was measured', () => {
  let page = '';
  before(async () => {
    page = await reportPage(MEASURED_RUN);
  });

  it('answers at its top which is best, what limits the others, what to change, and how sure that is', () => {
    const [best, limit, change, certainty] = textsOf(page, '#answer dd');
    assert.match(
      best ?? '',
      /^No single one\. Equally fast are \/async, and \/sync with workers 4: .*2\.\d\d × as much as the slowest, \/sync with workers 1 .*all that the load asks for/,
    );
    assert.match(
      limit ?? '',
      /\/sync with workers 1: 40 slots for 100 requests at once.* \/async, and \/sync with workers 4: the clients ask for no more: 100 at once, 100 ÷ 1s = 100\/s\..*threads changes nothing: worker class pool does not use it/,
    );
    assert.match(
      change ?? '',
      /For \/sync with workers 1: 3 workers in place of 1 \(-w 3\), or 100 slots a worker in place of 40 \(--pool-size 100\), for up to 100\/s\..*200 connections in place of 100 \(-c 200\)/,
    );
    assert.match(
      certainty ?? '',
      /measured once, so no interval.*--replicates 5\. All 8 trials are valid\. What limits each is of high confidence/,
    );
  });

  it('has headings in order, a caption for every table and a name for every picture', () => {
    const levels = [...documentOf(page).querySelectorAll('h1,h2,h3')].map(({ tagName }) =>
      Number(tagName.slice(1)),
    );
    assert.equal(levels[0], 1);
    for (const [index, level] of levels.entries()) assert.ok(level <= (levels[index - 1] ?? 0) + 1);
    assert.deepEqual(textsOf(page, 'main h2'), [
      'The answer',
      'Figures',
      'Charts',
      'Findings',
      'How it was measured',
      'Repeat it',
    ]);
    const { document } = parseHTML(page);
    for (const table of document.querySelectorAll('table'))
      assert.ok((table.querySelector('caption')?.textContent ?? '') !== '');
    const pictures = [...document.querySelectorAll('[role=img]')];
    assert.equal(pictures.length, 2 * 7);
    for (const picture of pictures) assert.ok((picture.getAttribute('aria-label') ?? '').length > 40);
    assert.equal(document.querySelector('a.skip')?.getAttribute('href'), '#answer');
  });

  it('runs no script, loads nothing, and allows neither', () => {
    const { document } = parseHTML(page);
    const policy = document
      .querySelector('meta[http-equiv="Content-Security-Policy"]')
      ?.getAttribute('content');
    assert.match(
      policy ?? '',
      /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; img-src data:; base-uri 'none'; form-action 'none'$/,
    );
    assert.deepEqual(
      [...document.querySelectorAll('script')].map((script) => script.getAttribute('type')),
      ['application/json'],
    );
    for (const element of document.querySelectorAll('[src],[href]'))
      assert.match(element.getAttribute('src') ?? element.getAttribute('href') ?? '', /^(?:#|data:,$)/);
    assert.equal(document.querySelectorAll('[style]').length, 0);
  });

  it('holds its record, whole', () => {
    assert.deepEqual(recordOfPage(page), MEASURED_RUN);
  });

  it('has the command that repeats it, with the seed that was drawn', () => {
    const [command] = textsOf(page, '#repeat pre');
    assert.match(
      command ?? '',
      new RegExp(`^loadstone run --time-scale 0\\.1 .*--seed ${MEASURED_RUN.run.seed}$`),
    );
  });

  it('is under 600 kB', () => {
    assert.ok(Buffer.byteLength(page) < 600_000, `${Buffer.byteLength(page)} bytes`);
  });
});

test('a sweep answers what its server serves, what limits it, and what would let it serve more', async () => {
  const page = await reportPage(CONNECTIONS_SWEEP);
  assert.deepEqual(textsOf(page, '#answer dt'), [
    'What it serves',
    'What limits it',
    'What to change',
    'How sure',
  ]);
  const [serves, limit, change, certainty] = textsOf(page, '#answer dd');
  assert.match(
    serves ?? '',
    /^\/sync: 12 slots \[12, 12\]\. .*From 13 connections on requests wait\. 1[12]\d\/s is all/,
  );
  assert.match(
    limit ?? '',
    /^\/sync: its 12 slots, each with room for one request at a time: .*batches as large as the slots\.$/,
  );
  assert.equal(change, '/sync: to serve 100 at once, 17 workers, or 50 slots a worker.');
  assert.match(certainty ?? '', /^\d+ trials of 1 endpoint.*the trial on 6 connections was left out/);
  assert.match(textsOf(page, '.findings.limits li').join(), /17 workers, or 50 slots a worker/);
  assert.deepEqual(textsOf(page, '.findings.effects li'), []);
});

test('a search for the highest rate answers what its server takes', async () => {
  const [takes, limit] = textsOf(await reportPage(RATE_SWEEP), '#answer dd');
  assert.match(takes ?? '', /^\/sync: \d+(\.\d)? \[117, 124\] requests\/s is the highest rate/);
  assert.match(limit ?? '', /does not ask what limits it/);
});

test('what comes from outside is text, wherever it stands', async () => {
  const stored = storedRun({
    name: ATTACK,
    warnings: [ATTACK],
    failedTrials: [{ position: 3, condition: { endpoint: ATTACK }, reason: ATTACK }],
    trials: ['/a', `/${ATTACK}`].map((endpoint) => ({
      condition: { endpoint, [ATTACK]: 1 },
      ledger: { completed: 20, inFlightAtEnd: 3, failed: { [ATTACK]: 2 } },
      steadyStatePerSecond: endpoint === '/a' ? 10 : 90,
      connectionsByWorker: [3, 9],
      responses: [[1_000_000, 20]] as unknown as DurationCount[],
      invalidReasons: [ATTACK],
    })),
  });
  const { run } = stored;
  const page = await reportPage({
    ...stored,
    run: {
      ...run,
      id: ATTACK,
      command: ['loadstone', 'run', ATTACK],
      plan: { ...run.plan, description: ATTACK },
    },
  });
  const { document } = parseHTML(page);
  assert.equal(document.querySelectorAll('script').length, 1);
  assert.equal(document.querySelectorAll('img,[onerror]').length, 0);
  assert.equal(document.querySelector('h1')?.textContent, ATTACK);
  assert.doesNotMatch(page, /<script>|<img/);
  assert.equal(page.split('</script>').length, 2);
});

test('every kind of run has a page, whatever is not known of it', async () => {
  for (const [name, stored] of Object.entries(EXAMPLE_RUNS)) {
    const page = await reportPage(stored);
    assert.equal(textsOf(page, '#answer dd').length, 4, name);
    assert.doesNotMatch(page.replace(/<script[^]*<\/script>/, ''), /undefined|NaN|\[object/, name);
    assert.deepEqual(recordOfPage(page), stored, name);
  }
});

test('200 trials are under 5 MB', async () => {
  const page = await reportPage(measuredTrials(200));
  assert.ok(Buffer.byteLength(page) < 5_000_000, `${Buffer.byteLength(page)} bytes`);
  // The pictures stay readable and small: only the ledger has a bar for each trial.
  assert.ok(Buffer.byteLength(page.replace(/<script[^]*<\/script>/, '')) < 1_500_000);
});

test('a trial of a million requests has no larger page than one of a thousand', async () => {
  const sizeOf = async (times: number): Promise<number> => {
    const responses = Array.from({ length: 2_000 }, (_, index): DurationCount => [
      (1_000 + index * 50) as DurationCount[0],
      times,
    ]);
    const stored = storedRun({
      trials: [
        {
          condition: { endpoint: '/a' },
          responses,
          ledger: { completed: 2_000 * times },
          steadyStatePerSecond: 33 * times,
        },
      ],
    });
    assert.ok(encodeHistogram(responses).length > 0);
    return Buffer.byteLength(await reportPage(stored));
  };
  const [few, many] = [await sizeOf(1), await sizeOf(500)];
  assert.ok(many < few * 1.1, `${few} and ${many} bytes`);
});
