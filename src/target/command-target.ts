import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf, UserError } from '../errors.ts';
import { fillIn } from '../plan/command-template.ts';
import type { StartedCommand } from '../plan/started-command.ts';
import { formatDuration, milliseconds, type Milliseconds } from '../units.ts';
import { assertClosed, freePort } from './free-port.ts';
import type { TreeWatch } from './guard.ts';
import { dealtWorkers, readiness, type Readiness } from './readiness.ts';
import { ServerProcess } from './server-process.ts';
import { ServerSight } from './server-sight.ts';
import type { RunningTarget } from './target.ts';

/** A server that is never at rest is measured all the same, after so many times the rest that was asked for. */
const RESTLESS_AT_MOST = 10;
const LOOK_EVERY = milliseconds(100);
/** A check that takes longer has not succeeded. */
const CHECK_WITHIN = milliseconds(10_000);

/** Starts a server by the command that a plan names, on a free port. */
export async function startCommand(
  settings: StartedCommand,
  guard: TreeWatch,
  signal: AbortSignal,
): Promise<RunningTarget> {
  const { host, stopSignal, grace } = settings;
  requireFolder(settings.workingFolder);
  const port = await freePortOn(host);
  const placed = withPlace(settings, { host, port: String(port) });
  const server = new ServerProcess(placed, guard);
  const stop = async (): Promise<void> => {
    await server.stop({ signal: stopSignal, grace });
    await assertClosed(host, port);
  };
  const url = new URL(`http://${isIPv6(host) ? `[${host}]` : host}:${port}/`);
  let workerPids: readonly number[] | undefined;
  try {
    workerPids = await untilReady(server, placed, url, signal);
  } catch (error) {
    // Why it did not start is what counts, even where it could not be ended either.
    await stop().catch(() => undefined);
    throw error;
  }
  const { root } = server;
  return {
    url,
    subject: root && { root, port, workersExpected: settings.workers, workerPids: () => workerPids },
    problems: () => server.problemsWithOutput,
    reports: () => [],
    askForReports: async () => undefined,
    ended: server.ended,
    stop,
  };
}

/** @returns the workers, where they cannot be told by their holding the listening socket */
async function untilReady(
  server: ServerProcess,
  settings: StartedCommand,
  url: URL,
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  const { ready, workers } = settings;
  const { root } = server;
  if (root === undefined) throw await notStarted(server, settings);
  const sight = new ServerSight({
    root,
    port: Number(url.port),
    url: new URL(ready.path, url),
    check: ready.check && (() => succeeds(ready.check ?? [], settings)),
  });
  const expected = { workers, path: ready.path, settle: ready.settle };
  const end = performance.now() + ready.within;
  let restlessSince: number | undefined;
  for (;;) {
    const seen = await sight.look();
    let state = readiness(seen, expected);
    restlessSince = state.state === 'restless' ? (restlessSince ?? performance.now()) : undefined;
    if (restlessSince !== undefined && performance.now() - restlessSince >= ready.settle * RESTLESS_AT_MOST)
      state = { state: 'ready' };
    signal.throwIfAborted();
    if (server.ended.aborted) throw failed(server, server.problems[0] ?? 'the server ended');
    switch (state.state) {
      case 'ready':
        return seen.processes === null || workers === null
          ? undefined
          : dealtWorkers(seen.processes, workers);
      case 'failed':
        throw failed(server, `the server is not fit to be measured: ${state.because}`);
      case 'restless':
      case 'waiting':
        if (performance.now() > end) throw failed(server, notReady(ready.within, state));
    }
    await delay(LOOK_EVERY);
  }
}

function notReady(within: Milliseconds, state: Exclude<Readiness, { state: 'ready' | 'failed' }>): string {
  const why = state.state === 'waiting' ? state.for : 'its processes are not at rest';
  return `the server was not ready within ${formatDuration(within)}: ${why}`;
}

/** The reason comes a moment after the attempt. */
async function notStarted(server: ServerProcess, { words }: StartedCommand): Promise<UserError> {
  while (!server.ended.aborted) await delay(1);
  const [command = ''] = words;
  return new UserError({
    what: server.problems[0] ?? 'the server could not be started',
    where: command,
    remedy: 'Is it installed, and on the PATH?',
    exitCode: 1,
  });
}

function failed(server: ServerProcess, what: string): UserError {
  return new UserError({ what: `${what}${server.output.asClause()}`, exitCode: 1 });
}

/** Whether a command exits with 0; where it does not is no error. */
function succeeds([command = '', ...args]: readonly string[], settings: StartedCommand): Promise<boolean> {
  return new Promise((resolve) => {
    const { workingFolder, env } = settings;
    const options = { cwd: workingFolder, env: { ...process.env, ...env }, timeout: CHECK_WITHIN };
    execFile(command, args, options, (error) => resolve(error === null));
  });
}

function withPlace(settings: StartedCommand, place: Readonly<Record<string, string>>): StartedCommand {
  const fill = (text: string): string => fillIn(text, place);
  const { words, env, ready } = settings;
  return {
    ...settings,
    words: words.map(fill),
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)])),
    ready: { ...ready, check: ready.check?.map(fill) },
  };
}

/** Else the command would be said to be missing. */
function requireFolder(folder: string | undefined): void {
  if (folder === undefined || statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new UserError({ what: 'the working folder of the command is no folder', where: folder, exitCode: 1 });
}

async function freePortOn(host: string): Promise<number> {
  try {
    return await freePort(host);
  } catch (error) {
    throw new UserError({
      what: `nothing can listen there: ${messageOf(error)}`,
      where: `host ${host}`,
      exitCode: 1,
      cause: error,
    });
  }
}
