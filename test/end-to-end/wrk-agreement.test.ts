import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { promisify } from 'node:util';
import { storedRunSchema } from '../../src/samples/run-record.ts';
import type { TrialRecord } from '../../src/samples/trial-record.ts';
import { parseDuration } from '../../src/units.ts';
import { parseWrk } from '../report/fixtures/wrk-parser.ts';
import { loadstone, startLoadstone } from '../support/cli.ts';
import { waitUntil } from '../support/processes.ts';
import { requireTool } from '../support/system-tools.ts';

const LOAD = ['-t4', '-c100', '-d5s', '--timeout', '30s'];

/** 7 whole holds of 100 requests. */
const COMPLETED = 700;

/** On a machine that is busy with something else a batch of 100 may slip past the end for one of the two. */
const ATTEMPTS = 3;

it('completes as many requests as wrk on a server that holds each 700 ms, and prints a text that wrk’s readers read', async (t) => {
  if (!requireTool(t, 'wrk')) return;
  const server = startLoadstone(['serve', '--hold=700ms', '--bind=127.0.0.1:0', '--pool-size=1']);
  try {
    await waitUntil(() => server.output.stdout.includes('ready on'), 20_000);
    const url = /http:\S+/.exec(server.output.stdout)?.[0] ?? assert.fail(server.output.stderr);
    for (let attempt = 1; ; attempt++) {
      const disagreements = await compare(`${url}/async`);
      if (disagreements.length === 0) break;
      assert.ok(attempt < ATTEMPTS, disagreements.join('; '));
      t.diagnostic(`attempt ${attempt}: ${disagreements.join('; ')}`);
    }
  } finally {
    server.process.kill('SIGTERM');
    await once(server.process, 'exit');
  }
});

async function compare(url: string): Promise<string[]> {
  const wrk = await promisify(execFile)('wrk', [...LOAD, '--latency', url]);
  const theirs = parseWrk(wrk.stdout);
  const record = await trialBy('loadstone', url);
  const byWrk = await trialBy('wrk', url);
  const text = await loadstone(['load', ...LOAD, '--format', 'wrk', '--latency', url]);
  const ours = parseWrk(text.stdout);
  assert.equal(shape(text.stdout), shape(wrk.stdout));
  const median = parseDuration(theirs.quantiles['50'] ?? '') ?? Number.NaN;
  return [
    ...unlessWithin('completed', record.ledger.completed, COMPLETED, 0.01),
    ...unlessWithin("wrk's completed", theirs.requests, COMPLETED, 0.01),
    ...unlessWithin("completed in wrk's trial", byWrk.ledger.completed, record.ledger.completed, 0.01),
    ...unlessWithin('completed as wrk’s text', ours.requests, COMPLETED, 0.01),
    ...unlessWithin('median in ms', record.responseTimeMs.observed.p50 ?? Number.NaN, median, 0.02),
  ];
}

/** The one trial of a run with that generator. */
async function trialBy(generator: string, url: string): Promise<TrialRecord> {
  const folder = mkdtempSync(join(tmpdir(), 'loadstone-agreement-'));
  try {
    const [json, store] = [join(folder, 'run.json'), join(folder, 'runs.sqlite')];
    const { stderr } = await loadstone([
      'run',
      '--url',
      url,
      ...LOAD,
      '--generator',
      generator,
      '--json',
      json,
      '--store',
      store,
    ]);
    const { trials } = storedRunSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
    return trials[0] ?? assert.fail(stderr);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function unlessWithin(what: string, measured: number, expected: number, share: number): string[] {
  return Math.abs(measured / expected - 1) <= share ? [] : [`${what} ${measured}, not ${expected}`];
}

/** The words and columns of a text, without its figures. */
function shape(output: string): string {
  return output.replaceAll(/[\d.]+(?:us|ms|[smhkKMG])?/g, '#').replaceAll(/ +/g, ' ');
}
