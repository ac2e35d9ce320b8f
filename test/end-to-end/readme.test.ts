import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { lastWordsOf, readmeCommands, shownOutput } from '../../scripts/readme-commands.ts';
import { diagnose } from '../../src/diagnosis/diagnosis.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { departuresFromPublished } from '../support/published-experiment.ts';
import { waitUntil } from '../support/processes.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'loadstone-readme-'));
const STORE = join(folder, 'runs.sqlite');
const env = { ...process.env, LOADSTONE_STORE: STORE, NO_COLOR: '1', FORCE_COLOR: undefined };
const servers: ChildProcess[] = [];

after(() => {
  for (const { pid } of servers) if (pid !== undefined) process.kill(-pid, 'SIGTERM');
  rmSync(folder, { recursive: true });
  for (const written of ['results.json', 'report.html']) rmSync(join(ROOT, written), { force: true });
});

/** Would take this very checkout's node_modules away; package.test.ts installs in a folder of its own. */
const NOT_RUN = new Set(['npm ci']);

const commands = readmeCommands(readFileSync(join(ROOT, 'README.md'), 'utf8'));

function start(command: string): ChildProcess {
  return spawn('sh', ['-c', command], { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(command: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = start(command);
  const code = new Promise<number | null>((resolve) => void child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([streamText(child.stdout), streamText(child.stderr)]);
  return { code: await code, stdout, stderr };
}

function latestRun(): StoredRun {
  const store = openStore(STORE);
  try {
    return store.latestRun() ?? assert.fail('nothing is stored');
  } finally {
    store.close();
  }
}

async function streamText(stream: ChildProcess['stdout']): Promise<string> {
  return stream === null ? '' : text(stream);
}

/** Lines of a load that are there only where they have something to say: a warm-up that was cut, an interval that is wide, a window that ended early. */
const SAID_WHERE_TRUE = /^(?:Warm-up| {2}95 %| {2}answered| {15}The observed one) .*\n(?: {15}.*\n)*/gm;

/** A table that is there only where a worker was seen with more connections than its share. */
const WHERE_UNEVEN = /^Connections that each worker had\n(?:.+\n)*\n/m;

/** What stays when the figures and the line breaks are taken out: the words, in order. */
function shape(output: string): string[] {
  const [figures = ''] = output.split('\nWhat follows\n');
  return figures
    .replaceAll(/^(?:Stored in|Run ).*$/gm, '')
    .replaceAll(SAID_WHERE_TRUE, '')
    .replace(WHERE_UNEVEN, '')
    .replaceAll(/[+-]?[\d.,]+ ?(?:us|µs|ms|s|m|h|k|K|M|G)?(?:B|\b)/g, '#')
    .replaceAll(/─+/g, '─')
    .split(/\s+/);
}

/** 40 slots for sync with 1 worker, and the load for all else. */
function assertCeilings(stored: StoredRun): void {
  for (const { condition, ceiling, findings } of diagnose(stored)) {
    const isHeldBySlots = condition['workers'] === 1 && condition['endpoint'] === '/sync';
    const expected = isHeldBySlots ? ['poolSlots', 40] : ['offeredLoad', null];
    assert.deepEqual([ceiling, findings[0]?.slots], expected, JSON.stringify({ condition, findings }));
  }
}

/** A sweep chooses its trials by what it sees: its answer is the same each time, its table is not. */
const comparedText = (command: string, output: string): string =>
  command.includes('loadstone sweep') ? (output.split('\n\n')[0] ?? '') : output;

describe('README.md shows commands that work and what they print:', { concurrency: false }, () => {
  for (const { command, output } of commands) {
    if (NOT_RUN.has(command)) continue;

    const lastWords = lastWordsOf(command);
    if (lastWords !== undefined) {
      it(command, async () => {
        const server = start(command);
        servers.push(server);
        let said = '';
        server.stdout?.on('data', (bytes: Buffer) => (said += bytes.toString()));
        assert.ok(
          (await waitUntil(() => said.includes(lastWords), 30_000)) !== undefined,
          'it was never ready',
        );
        assert.equal(shownOutput(said).replaceAll(folder, '.loadstone'), output);
      });
    } else if (command.includes('loadstone run')) {
      it(`${command} (interrupted once it has begun)`, async () => {
        const child = start(command);
        let said = '';
        let reported = '';
        child.stderr?.on('data', (bytes: Buffer) => (said += bytes.toString()));
        child.stdout?.on('data', (bytes: Buffer) => (reported += bytes.toString()));
        // All of them hold the pipes, so this is the end of the run, not only of the shell before it.
        const ended = new Promise((resolve) => child.once('close', resolve));
        assert.ok((await waitUntil(() => said.includes('8 trials'), 20_000)) !== undefined, said);
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
        await ended;
        // The shell dies of the signal itself and hides the run's own code; what the run says and stores is not hidden.
        assert.match(reported, /^sync-vs-async: 0 of 8 trials, interrupted$/m);
        assert.equal(latestRun().run.state, 'interrupted');
      });
    } else {
      it(command, async () => {
        const { code, stdout, stderr } = await run(command);
        assert.equal(code, 0, stderr);
        if (output !== undefined)
          assert.deepEqual(
            shape(comparedText(command, shownOutput(stdout))),
            shape(comparedText(command, output)),
          );
        if (command === 'npm start') {
          assert.deepEqual(departuresFromPublished(latestRun()), []);
          assertCeilings(latestRun());
        }
      });
    }
  }
});
