// The master process: listens, deals connections to its workers, and sees to their beginning and end.
import { UserError } from '../../errors.ts';
import type { ServerSettings } from '../../plan/server-settings.ts';
import { formatDuration, milliseconds, type Milliseconds } from '../../units.ts';
import { formatBindAddress, type TcpAddress } from '../bind-address.ts';
import { workerClassPolicy } from '../dispatch/worker-classes/worker-class.ts';
import { entryFile } from '../../entry-file.ts';
import { log } from '../log.ts';
import type { ServerMessage } from '../messages.ts';
import { Crew, type Death } from './crew.ts';
import { Dealer } from './dealer.ts';
import { workerFork } from './fork-worker.ts';
import { listen, type Listener } from './listener.ts';
import { startOrphanGuard, type OrphanGuard } from './orphan-guard.ts';
import { StopSignals } from './stop-signals.ts';

export interface ServerOptions {
  readonly settings: ServerSettings;
  readonly bind: TcpAddress;
  /** How long requests in flight may take to finish after the first SIGTERM. */
  readonly gracefulTimeout: Milliseconds;
  /** The app's module; the endpoints that ship with Loadstone unless told. */
  readonly appFile?: string;
}

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
  readonly #dealer: Dealer;
  readonly #ended = Promise.withResolvers<void>();
  #listener: Listener | undefined;
  #guard: OrphanGuard | undefined;
  #announced = false;
  #cutOff = false;
  #startFailure: UserError | undefined;

  constructor(options: ServerOptions) {
    this.#options = options;
    const { settings } = options;
    const { workerClass, poolSize, threads, hold } = settings;
    const appFile = options.appFile ?? entryFile(import.meta.url, '../endpoints/app');
    this.#crew = new Crew(
      settings.workers,
      workerFork(
        {
          workerClass,
          poolSize,
          threads,
          appFile,
          place: 1,
          keepAlive: milliseconds(5_000),
          backlog: 16_384,
          serverTiming: false,
        },
        hold,
      ),
      {
        changed: () => this.#guard?.watch(this.#crew.pids),
        ready: (place, all) => this.#workerReady(place, all),
        died: (death) => this.#workerDied(death),
        empty: () => this.#ended.resolve(),
      },
    );
    this.#dealer = new Dealer(this.#crew);
  }

  async run(): Promise<number> {
    const { settings, bind } = this.#options;
    this.#listener = await listen(bind, (socket) => this.#dealer.deal(socket));
    const { threads, workerClass } = settings;
    const note = workerClassPolicy(workerClass, settings).idleThreadsNote;
    if (threads > 1 && note !== undefined)
      log(`--threads ${threads} has no effect in worker class ${workerClass}: ${note}`);
    this.#guard = startOrphanGuard();
    const signals = new StopSignals(this.#options.gracefulTimeout, {
      drain: (why) => this.#drain(why),
      cutOff: (why) => this.#cutOffNow(why),
    });
    // However this process comes to its end, as by a defect of its own: no worker stays.
    const killAll = (): void => this.#crew.kill();
    process.once('exit', killAll);
    this.#crew.start();
    await this.#ended.promise;
    process.off('exit', killAll);
    signals.release();
    await this.#guard.end();
    if (this.#startFailure !== undefined) throw this.#startFailure;
    return this.#cutOff ? 1 : 0;
  }

  #workerReady(place: number, all: boolean): void {
    if (this.#announced) {
      log(`worker ${place + 1} is ready`);
      this.#dealer.placeReady();
    } else if (all) {
      this.#dealer.open();
      this.#announce();
    }
  }

  #announce(): void {
    this.#announced = true;
    const { workers, poolSize, hold } = this.#options.settings;
    const { address } = this.#listener ?? { address: this.#options.bind };
    const size = `${workers} ${workers === 1 ? 'worker' : 'workers'} × ${poolSize} pool threads`;
    process.stdout.write(
      `loadstone serve: ready on http://${formatBindAddress(address)} (${size}, hold ${formatDuration(hold)})\n`,
    );
    this.#tell({ type: 'ready', port: address.port, workerPids: this.#crew.pids });
  }

  #workerDied({ place, pid, reason, wasReady }: Death): void {
    if (!this.#announced && !wasReady) {
      const what = `worker ${place + 1} could not start: it ${reason}`;
      this.#startFailure ??= new UserError({ what, where: 'serve', exitCode: 1 });
      this.#stopListening();
      this.#crew.kill();
      return;
    }
    log(`worker ${place + 1} (pid ${pid}) ${reason} and is replaced`);
    this.#tell({ type: 'workerReplaced', pid, reason });
    this.#dealer.placeGone(place);
  }

  #drain(why: string): void {
    const grace = formatDuration(this.#options.gracefulTimeout);
    log(`${why}: no new connections; requests in flight have ${grace} to finish`);
    this.#stopListening();
    this.#crew.drain();
  }

  #cutOffNow(why: string): void {
    log(`${why}: ends at once`);
    this.#cutOff = true;
    this.#stopListening();
    this.#crew.kill();
  }

  #stopListening(): void {
    this.#listener?.close();
    this.#dealer.close();
  }

  #tell(message: ServerMessage): void {
    // The channel may close while the message is on its way; the disconnect is what counts then.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  }
}
