// The master process: has the sockets, sees to its workers' beginning and end, and does what signals ask of it.
import type { ChildProcess } from 'node:child_process';
import { UserError } from '../../errors.ts';
import { formatDuration, milliseconds } from '../../units.ts';
import { workerClassPolicy } from '../dispatch/worker-classes/worker-class.ts';
import { log } from '../log.ts';
import type { ServerMessage, StarterMessage } from '../messages.ts';
import type { WorkerMessage } from '../worker/messages.ts';
import { Crew } from './crew.ts';
import { onCrewSignals } from './crew-signals.ts';
import { forkWorker } from './fork-worker.ts';
import { startHeartbeats } from './heartbeats.ts';
import type { Inlet } from './inlet.ts';
import { openInlet } from './open-inlet.ts';
import { startOrphanGuard, type OrphanGuard } from './orphan-guard.ts';
import { readyLine } from './ready-line.ts';
import { Reports } from './reports.ts';
import type { ServerOptions } from './server-options.ts';
import { StopSignals } from './stop-signals.ts';
import { workerOptions } from './worker-options.ts';
import type { WorkerProcess } from './worker-process.ts';

/** How long the metrics of all workers wait for one that does not answer. */
const METRICS_WITHIN = milliseconds(500);
/**
 * Runs the server until it is told to stop and no process of it is left.
 * @returns the exit code: 0 when every request in flight could finish, 1 when some were cut off
 * @throws UserError when it cannot listen or its first workers cannot start
 */
export async function runServer(options: ServerOptions): Promise<number> {
  const master = new Master(options);
  return master.run();
}

class Master {
  readonly #options: ServerOptions;
  readonly #crew: Crew;
  readonly #reports = new Reports();
  readonly #ended = Promise.withResolvers<void>();
  #inlet: Inlet | undefined;
  #guard: OrphanGuard | undefined;
  #announced = false;
  #cutOff = false;
  #startFailure: UserError | undefined;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#crew = new Crew((place) => this.#fork(place), options.gracefulTimeout, {
      changed: () => this.#guard?.watch(this.#crew.pids),
      ready: (worker, all) => this.#ready(worker, all),
      heard: (worker, message) => this.#heard(worker, message),
      gone: (worker) => {
        this.#reports.gone(worker);
        this.#inlet?.workerGone(worker);
      },
      died: (worker) => this.#died(worker),
      retiring: (worker) => log(`${nameOf(worker)} has answered its share of requests and is replaced`),
      notRenewed: (worker) =>
        log(`${nameOf(worker)} could not start: it ${worker.ending}. The old workers go on`),
      reloaded: () => log('reloaded: every worker is new'),
      graceOver: (worker) =>
        log(`${nameOf(worker)} had not finished after ${formatDuration(options.gracefulTimeout)}; killed`),
      empty: () => this.#ended.resolve(),
    });
  }

  async run(): Promise<number> {
    const { settings, bind, backlog, gracefulTimeout } = this.#options;
    const { balance, workers, workerTimeout } = settings;
    this.#inlet = await openInlet({ bind, balance, backlog, recipients: () => this.#crew.ready });
    this.#noteIdleThreads();
    this.#guard = startOrphanGuard();
    const signals = new StopSignals(gracefulTimeout, {
      drain: (why) => this.#drain(why),
      cutOff: (why) => this.#cutOffNow(why),
    });
    const releaseCrewSignals = onCrewSignals({
      reload: () => this.#whenReady('SIGHUP', () => this.#reload()),
      grow: () => this.#whenReady('SIGTTIN', () => this.#grow()),
      shrink: () => this.#whenReady('SIGTTOU', () => this.#shrink()),
    });
    process.on('message', this.#asked);
    const endHeartbeats = startHeartbeats(this.#crew, workerTimeout);
    // However this process comes to its end, as by a defect of its own: no worker stays.
    const killAll = (): void => this.#crew.kill();
    process.once('exit', killAll);
    for (let place = 0; place < workers; place += 1) this.#crew.grow();
    await this.#ended.promise;
    process.off('exit', killAll);
    process.off('message', this.#asked);
    endHeartbeats();
    releaseCrewSignals();
    signals.release();
    await this.#guard.end();
    if (this.#startFailure !== undefined) throw this.#startFailure;
    return this.#cutOff ? 1 : 0;
  }

  #noteIdleThreads(): void {
    const { threads, workerClass } = this.#options.settings;
    const note = workerClassPolicy(workerClass, this.#options.settings).idleThreadsNote;
    if (threads > 1 && note !== undefined)
      log(`--threads ${threads} has no effect in worker class ${workerClass}: ${note}`);
  }

  #fork(place: number): ChildProcess {
    return forkWorker(
      workerOptions(this.#options, place),
      this.#options.settings,
      this.#inlet?.descriptor(place),
    );
  }

  #ready(worker: WorkerProcess, all: boolean): void {
    if (this.#announced) {
      log(`${nameOf(worker)} is ready`);
      this.#inlet?.workerReady();
    } else if (all) {
      this.#inlet?.open();
      this.#announce();
    }
  }

  #announce(): void {
    this.#announced = true;
    const { address } = this.#inlet ?? { address: this.#options.bind };
    process.stdout.write(readyLine(this.#options, address));
    const port = 'path' in address ? null : address.port;
    this.#tell({ type: 'ready', port, workerPids: this.#crew.pids });
  }

  #heard(worker: WorkerProcess, message: WorkerMessage): void {
    switch (message.type) {
      case 'ready':
      case 'failed':
      case 'took':
      case 'retiring':
        return;
      case 'report':
        this.#reports.heard(worker, message.report);
        // Whoever waits for `ready` hears of that first.
        if (this.#announced) this.#tell(message);
        return;
      case 'metricsWanted':
        void this.#answerMetrics(worker, message.id);
    }
  }

  async #answerMetrics(worker: WorkerProcess, id: number): Promise<void> {
    const reports = await this.#reports.collect(this.#readyWorkers(), METRICS_WITHIN);
    worker.tell({ type: 'metrics', id, reports });
  }

  /** From the process that started this one. */
  readonly #asked = (message: StarterMessage): void => {
    if (message.type === 'reportNow') for (const worker of this.#readyWorkers()) worker.ping();
  };

  #readyWorkers(): WorkerProcess[] {
    return this.#crew.ready.filter((worker) => worker !== undefined);
  }

  #died(worker: WorkerProcess): void {
    const { pid, ending: reason } = worker;
    if (!this.#announced && !worker.wasReady) {
      const what = `worker ${worker.place + 1} could not start: it ${reason}`;
      this.#startFailure ??= new UserError({ what, where: 'serve', exitCode: 1 });
      this.#inlet?.close();
      this.#crew.kill();
      return;
    }
    log(`${nameOf(worker)} is replaced: it ${reason}`);
    this.#tell({ type: 'workerReplaced', pid, reason });
  }

  #whenReady(signal: string, act: () => void): void {
    if (this.#announced) act();
    else log(`${signal}: ignored, for the server is not ready yet`);
  }

  #reload(): void {
    log('SIGHUP: workers are replaced one after the other');
    this.#crew.reload();
  }

  #grow(): void {
    log(`SIGTTIN: ${this.#crew.size + 1} workers from here on`);
    this.#crew.grow();
  }

  #shrink(): void {
    const left = this.#crew.size - 1;
    if (left < 1) {
      log('SIGTTOU: ignored, for the last worker stays');
      return;
    }
    log(`SIGTTOU: ${left} ${left === 1 ? 'worker' : 'workers'} from here on`);
    // Before its worker closes it too: the socket must be gone from this process for the kernel to pass it over.
    this.#inlet?.placeClosed(left);
    this.#crew.shrink();
  }

  #drain(why: string): void {
    const grace = formatDuration(this.#options.gracefulTimeout);
    log(`${why}: no new connections; requests in flight have ${grace} to finish`);
    this.#inlet?.close();
    this.#crew.drain();
  }

  #cutOffNow(why: string): void {
    log(`${why}: ends at once`);
    this.#cutOff = true;
    this.#inlet?.close();
    this.#crew.kill();
  }

  #tell(message: ServerMessage): void {
    // The channel may close while the message is on its way; the disconnect is what counts then.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  }
}

function nameOf(worker: WorkerProcess): string {
  return `worker ${worker.place + 1} (pid ${worker.pid})`;
}
