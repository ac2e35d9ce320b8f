import { resolve } from 'node:path';
import { once } from 'node:events';
import { entryFile } from '../entry-file.ts';
import { UserError } from '../errors.ts';
import type { Subject } from '../observe/subject.ts';
import { exactHold } from '../plan/hold.ts';
import type { ServerSettings } from '../plan/server-settings.ts';
import type { ServerMessage, StarterMessage } from '../serve/messages.ts';
import type { WorkerReport } from '../serve/telemetry/worker-report.ts';
import { milliseconds } from '../units.ts';
import { assertClosed } from './free-port.ts';
import type { TreeWatch } from './guard.ts';
import { ReportLog } from './report-log.ts';
import { ServerProcess } from './server-process.ts';
import type { RunningTarget } from './target.ts';

const HOST = '127.0.0.1';
/** 4 workers × 40 threads take 4 s on an idle machine of 2 cores. */
const READY_WITHIN = milliseconds(120_000);
/** The clients are gone when the server is stopped, so nobody waits for what is still held. */
const GRACE = milliseconds(100);
/** A worker whose event loop is not blocked reports within a few. */
const REPORT_WITHIN = milliseconds(300);

/** Starts Loadstone's own server as `loadstone serve` would. */
export async function startEmbedded(
  settings: ServerSettings,
  guard: TreeWatch,
  signal: AbortSignal,
): Promise<RunningTarget> {
  const bin = entryFile(import.meta.url, '../bin');
  const server = new ServerProcess(
    { words: [process.execPath, bin, ...serveArguments(settings)], hasChannel: true },
    guard,
  );
  const target = new EmbeddedTarget(server, settings.workers);
  try {
    await target.ready(signal);
    return target;
  } catch (error) {
    // Why it did not start is what counts, even where it could not be ended either.
    await target.stop().catch(() => undefined);
    throw error;
  }
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
  readonly #server: ServerProcess;
  readonly #workers: number;
  readonly #reports = new ReportLog();
  #port: number | undefined;

  constructor(server: ServerProcess, workers: number) {
    this.#server = server;
    this.#workers = workers;
    // Whoever speaks on this channel is the server we started, of this same version.
    server.child.on('message', (message) => this.#hear(message as ServerMessage));
  }

  get url(): URL {
    return new URL(`http://${HOST}:${this.#port}/`);
  }

  get ended(): AbortSignal {
    return this.#server.ended;
  }

  /** Its workers tell of themselves, as under `--balance round-robin` none of them has the listening socket. */
  get subject(): Subject | undefined {
    const { root } = this.#server;
    if (root === undefined || this.#port === undefined) return undefined;
    return {
      root,
      port: this.#port,
      workersExpected: this.#workers,
      workerPids: () => this.#reports.workers,
    };
  }

  problems(): string[] {
    return this.#server.problemsWithOutput;
  }

  reports(): readonly WorkerReport[] {
    return this.#reports.all;
  }

  async askForReports(): Promise<void> {
    const { child } = this.#server;
    if (!child.connected) return;
    const answered = this.#reports.answered(REPORT_WITHIN);
    const message: StarterMessage = { type: 'reportNow' };
    // The server may end meanwhile: then nobody answers.
    child.send(message, () => undefined);
    await answered;
  }

  /** Resolves when all workers accept. */
  async ready(signal: AbortSignal): Promise<void> {
    const tooLate = AbortSignal.timeout(READY_WITHIN);
    const any = AbortSignal.any([signal, this.ended, tooLate]);
    while (this.#port === undefined && !any.aborted)
      await once(this.#server.child, 'message', { signal: any }).catch(() => {});
    if (this.#port !== undefined) return;
    signal.throwIfAborted();
    const what = tooLate.aborted
      ? `the server was not ready after ${READY_WITHIN / 1000} s`
      : (this.#server.problems[0] ?? 'the server did not become ready');
    throw new UserError({ what: `${what}${this.#server.output.asClause()}`, exitCode: 1 });
  }

  async stop(): Promise<void> {
    await this.#server.stop({ signal: 'SIGTERM', grace: milliseconds(GRACE * 10) });
    if (this.#port !== undefined) await assertClosed(HOST, this.#port);
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case 'ready':
        this.#port = message.port ?? undefined;
        this.#reports.expect(message.workerPids);
        return;
      case 'workerReplaced':
        this.#reports.gone(message.pid);
        this.#server.addProblem(`worker ${message.pid} was replaced during the trial: ${message.reason}`);
        return;
      case 'report':
        this.#reports.add(message.report);
    }
  }
}
