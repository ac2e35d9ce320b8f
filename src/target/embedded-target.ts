import { spawn, type ChildProcess } from 'node:child_process';
import { createConnection } from 'node:net';
import { resolve } from 'node:path';
import { once } from 'node:events';
import { entryFile } from '../entry-file.ts';
import { UserError } from '../errors.ts';
import { exactHold } from '../plan/hold.ts';
import type { ServerSettings } from '../plan/server-settings.ts';
import type { ServerMessage, StarterMessage } from '../serve/messages.ts';
import type { WorkerReport } from '../serve/telemetry/worker-report.ts';
import { milliseconds } from '../units.ts';
import type { Guard } from './guard.ts';
import { OutputTail } from './output-tail.ts';
import { groupEnds, killGroup } from './process-group.ts';
import { ReportLog } from './report-log.ts';
import type { RunningTarget, StartTarget } from './target.ts';

const HOST = '127.0.0.1';
/** 4 workers × 40 threads take 4 s on an idle machine of 2 cores. */
const READY_WITHIN = milliseconds(120_000);
/** The clients are gone when the server is stopped, so nobody waits for what is still held. */
const GRACE = milliseconds(100);
const GONE_WITHIN = milliseconds(5_000);
/** A worker whose event loop is not blocked reports within a few. */
const REPORT_WITHIN = milliseconds(300);

/** Ends a process group that this process leaves behind. */
type GroupWatch = Pick<Guard, 'watch' | 'release'>;

/** Starts Loadstone's own server as `loadstone serve` would, in a process group of its own. */
export function embeddedTarget(guard: GroupWatch): StartTarget {
  return async (settings, signal) => {
    const server = spawn(
      process.execPath,
      [entryFile(import.meta.url, '../bin'), ...serveArguments(settings)],
      {
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    if (server.pid !== undefined) guard.watch(server.pid);
    const target = new EmbeddedTarget(server, guard);
    try {
      await target.ready(signal);
      return target;
    } catch (error) {
      // Why it did not start is what counts, even where it could not be ended either.
      await target.stop().catch(() => undefined);
      throw error;
    }
  };
}

/** The flags of `loadstone serve` that stand for these settings. */
export function serveArguments(settings: ServerSettings): string[] {
  const { limitInFlight, app } = settings;
  return [
    'serve',
    `--workers=${settings.workers}`,
    `--threads=${settings.threads}`,
    `--worker-class=${settings.workerClass}`,
    `--pool-size=${settings.poolSize}`,
    `--balance=${settings.balance}`,
    `--timeout=${settings.workerTimeout}ms`,
    ...(limitInFlight === undefined ? [] : [`--limit-in-flight=${limitInFlight}`]),
    `--hold=${exactHold(settings.hold)}`,
    `--hold-seed=${settings.holdSeed}`,
    `--bind=${HOST}:0`,
    `--graceful-timeout=${GRACE}ms`,
    ...(app === undefined ? [] : [resolve(app)]),
  ];
}

class EmbeddedTarget implements RunningTarget {
  readonly #server: ChildProcess;
  readonly #guard: GroupWatch;
  readonly #output: OutputTail;
  readonly #ended = new AbortController();
  readonly #problems: string[] = [];
  readonly #reports = new ReportLog();
  #port: number | undefined;

  constructor(server: ChildProcess, guard: GroupWatch) {
    this.#server = server;
    this.#guard = guard;
    this.#output = new OutputTail(server.stdout, server.stderr);
    server.once('error', (error) => this.#end(`the server could not be started: ${error.message}`));
    server.once('exit', (code, signal) =>
      this.#end(`the server ended by itself (${signal === null ? `exit code ${code}` : `signal ${signal}`})`),
    );
    // Whoever speaks on this channel is the server we started, of this same version.
    server.on('message', (message) => this.#hear(message as ServerMessage));
  }

  get url(): URL {
    return new URL(`http://${HOST}:${this.#port}/`);
  }

  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  problems(): string[] {
    return [...this.#problems];
  }

  reports(): readonly WorkerReport[] {
    return this.#reports.all;
  }

  async askForReports(): Promise<void> {
    if (!this.#server.connected) return;
    const answered = this.#reports.answered(REPORT_WITHIN);
    const message: StarterMessage = { type: 'reportNow' };
    // The server may end meanwhile: then nobody answers.
    this.#server.send(message, () => undefined);
    await answered;
  }

  /** Resolves when all workers accept. */
  async ready(signal: AbortSignal): Promise<void> {
    const tooLate = AbortSignal.timeout(READY_WITHIN);
    const any = AbortSignal.any([signal, this.#ended.signal, tooLate]);
    while (this.#port === undefined && !any.aborted)
      await once(this.#server, 'message', { signal: any }).catch(() => {});
    if (this.#port !== undefined) return;
    signal.throwIfAborted();
    const what = tooLate.aborted
      ? `the server was not ready after ${READY_WITHIN / 1000} s`
      : (this.#problems[0] ?? 'the server did not become ready');
    throw new UserError({ what: `${what}${this.#output.asClause()}`, exitCode: 1 });
  }

  async stop(): Promise<void> {
    const group = this.#server.pid;
    if (group === undefined) return;
    this.#server.removeAllListeners('exit');
    this.#server.kill('SIGTERM');
    await groupEnds(group, milliseconds(GRACE * 10));
    killGroup(group, 'SIGKILL');
    const gone = await groupEnds(group, GONE_WITHIN);
    if (this.#server.connected) this.#server.disconnect();
    if (!gone) throw new Error(`processes of the server's group ${group} could not be ended`);
    this.#guard.release(group);
    if (this.#port !== undefined && (await accepts(this.#port)))
      throw new Error(`port ${this.#port} still accepts connections after the server was stopped`);
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case 'ready':
        this.#port = message.port ?? undefined;
        this.#reports.expect(message.workerPids);
        return;
      case 'workerReplaced':
        this.#reports.gone(message.pid);
        this.#problems.push(`worker ${message.pid} was replaced during the trial: ${message.reason}`);
        return;
      case 'report':
        this.#reports.add(message.report);
    }
  }

  #end(problem: string): void {
    this.#problems.push(problem);
    this.#ended.abort();
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = createConnection({ host: HOST, port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
