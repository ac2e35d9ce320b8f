import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { wrkText } from '../../src/report/wrk-text.ts';
import type { TrialRecord } from '../../src/samples/trial-record.ts';
import { trialRecord } from './fixtures/trial-record.ts';
import { findCommand } from '../support/system-tools.ts';
import { parseWrk } from './fixtures/wrk-parser.ts';

const EXACT_FIGURES = join(import.meta.dirname, 'fixtures/exact-figures.lua');
const skip = findCommand('wrk') === undefined && 'needs wrk: run `npm run setup:system`';

/** Answers as its path says: at once, never, too late, with an error, or by a reset. */
const server: Server = createServer((request, response) => {
  if (request.url === '/never') return;
  if (request.url === '/reset') request.socket.resetAndDestroy();
  else if (request.url === '/late') setTimeout(() => response.end('late'), 1_100);
  else if (request.url === '/half-late') setTimeout(() => response.end(), Math.random() < 0.5 ? 20 : 1_050);
  else response.writeHead(request.url === '/error' ? 503 : 200).end('hello');
});

before(() => new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening)));
after(() => {
  server.closeAllConnections();
  server.close();
});

describe("wrk's own figures give wrk's own text", { skip, concurrency: true }, () => {
  for (const path of ['/', '/never', '/late', '/half-late', '/error', '/reset']) {
    test(path, async () => {
      const { port } = server.address() as AddressInfo;
      const flags = ['-t2', '-c10', '-d2s', '--timeout', '1s', '--latency', '-s', EXACT_FIGURES];
      const { stdout } = await promisify(execFile)('wrk', [...flags, `http://127.0.0.1:${port}${path}`]);
      const printed = stdout.slice(0, stdout.indexOf('EXACT'));
      assert.equal(wrkText(trialOf(stdout), { latency: true }), printed);
    });
  }
});

/** The trial whose figures are those that wrk's text was rounded from. */
function trialOf(stdout: string): TrialRecord {
  const figures = parseWrk(stdout);
  const [runtimeUs, completed, bytesRead, connect, read, write, timeout, status] = exact(stdout, 'summary');
  const [mean, stdev, max, p50, p75, p90, p99] = exact(stdout, 'latency').map((us) => us / 1_000);
  const [rateMean = 0, rateStdev = 0, rateMax = 0] = exact(stdout, 'requests');
  const hasRate = figures.rate.within !== '-nan';
  return trialRecord({
    url: figures.url,
    generatorThreads: 2,
    connections: 10,
    durationMs: 2_000,
    timeoutMs: 1_000,
    windowMs: at(runtimeUs) / 1_000,
    bytesRead: at(bytesRead),
    ledger: {
      completed: at(completed),
      completedLate: at(timeout),
      failed: { 'connect:x': at(connect), 'read:x': at(read), 'write:x': at(write) },
    },
    statusCodes: { 503: at(status), 200: at(completed) - at(status) },
    requestsPerSecondPerThread: hasRate
      ? { mean: rateMean, stdev: rateStdev, max: rateMax, withinStdevPercent: Number(figures.rate.within) }
      : { mean: null, stdev: null, max: null, withinStdevPercent: null },
    onTime: {
      mean: at(mean),
      stdev: at(stdev),
      max: at(max),
      p50: at(p50),
      p75: at(p75),
      p90: at(p90),
      p99: at(p99),
      withinStdevPercent: Number(figures.latency.within),
    },
  });
}

function exact(stdout: string, name: string): number[] {
  const line = new RegExp(`^EXACT ${name} (.*)$`, 'm').exec(stdout)?.[1] ?? '';
  return line.split(' ').map(Number);
}

function at(value: number | undefined): number {
  assert.ok(value !== undefined);
  return value;
}
