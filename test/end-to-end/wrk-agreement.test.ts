import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { it } from 'node:test';
import { promisify } from 'node:util';
import { trialRecordSchema } from '../../src/samples/trial-record.ts';
import { parseDuration } from '../../src/units.ts';
import { parseWrk } from '../report/fixtures/wrk-parser.ts';
import { loadstone, startLoadstone } from '../support/cli.ts';
import { waitUntil } from '../support/processes.ts';
import { requireTool } from '../support/system-tools.ts';

const LOAD = ['-t4', '-c100', '-d10s', '--timeout', '30s'];

it('completes as many requests as wrk on a server that holds each 700 ms, and prints a text that wrk’s readers read', async (t) => {
  if (!requireTool(t, 'wrk')) return;
  const server = startLoadstone(['serve', '--hold=700ms', '--bind=127.0.0.1:0', '--pool-size=1']);
  try {
    await waitUntil(() => server.output.stdout.includes('ready on'), 20_000);
    const url = /http:\S+/.exec(server.output.stdout)?.[0] ?? assert.fail(server.output.stderr);
    const wrk = await promisify(execFile)('wrk', [...LOAD, '--latency', `${url}/async`]);
    const theirs = parseWrk(wrk.stdout);
    const json = await loadstone(['load', ...LOAD, '--json', `${url}/async`]);
    const record = trialRecordSchema.parse(JSON.parse(json.stdout));
    const text = await loadstone(['load', ...LOAD, '--format', 'wrk', '--latency', `${url}/async`]);
    const ours = parseWrk(text.stdout);

    assert.equal(record.ledger.completed, 1_400);
    assert.equal(ours.requests, 1_400);
    assert.ok(Math.abs(theirs.requests - 1_400) <= 14, `wrk completed ${theirs.requests}`);
    const median = parseDuration(theirs.quantiles['50'] ?? '') ?? 0;
    assert.ok(Math.abs((record.responseTimeMs.observed.p50 ?? 0) / median - 1) < 0.02);
    const shape = (output: string): string =>
      output.replaceAll(/[\d.]+(?:us|ms|[smhkKMG])?/g, '#').replaceAll(/ +/g, ' ');
    assert.equal(shape(text.stdout), shape(wrk.stdout));
  } finally {
    server.process.kill('SIGTERM');
    await once(server.process, 'exit');
  }
});
