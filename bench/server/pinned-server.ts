import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { BackgroundProcess } from '../background-process.ts';
import { onCore, SERVER_CORE } from '../cores.ts';
import { treeCpuSeconds } from './process-tree.ts';

const PATIENCE_MS = 30_000;
const POLL_MS = 50;

/** A server with all its processes and threads on the server's core. */
export class PinnedServer implements AsyncDisposable {
  readonly #process: BackgroundProcess;

  private constructor(process: BackgroundProcess) {
    this.#process = process;
  }

  /** @returns it, answering at the URL */
  static async start(command: readonly string[], url: string): Promise<PinnedServer> {
    const server = new PinnedServer(new BackgroundProcess(onCore(SERVER_CORE, command)));
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end && !server.#process.hasEnded) {
      if (await answers(url)) return server;
      await delay(POLL_MS);
    }
    await server[Symbol.asyncDispose]();
    throw new Error(`${command.join(' ')} does not answer at ${url}`);
  }

  /** Of all its processes so far. */
  get cpuSeconds(): number {
    return treeCpuSeconds(this.#process.pid ?? NaN);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop();
  }
}

/** Whether a GET, on a connection that it does not keep, is answered with 200. */
function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      resolve(response.statusCode === 200);
      response.resume();
    }).on('error', () => resolve(false));
  });
}
