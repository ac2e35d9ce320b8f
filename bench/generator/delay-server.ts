import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PORT = 18_081;

/** Quantiles of response times, in µs. */
export interface Quantiles {
  p50: number;
  p99: number;
}

/** The compiled server of known delays; one process a load. */
export class DelayServer {
  readonly url = `http://127.0.0.1:${PORT}/`;
  readonly #folder = mkdtempSync(join(tmpdir(), 'loadstone-delay-server-'));
  readonly #binary = join(this.#folder, 'delay-server');

  constructor() {
    execFileSync('cc', ['-O2', '-o', this.#binary, join(import.meta.dirname, 'delay-server.c')], {
      stdio: 'inherit',
    });
  }

  /** Runs it on a core for as long as `load` takes. @returns what the delays really were */
  async during(holdMs: number, core: number, load: () => void): Promise<Quantiles> {
    const server = spawn('taskset', ['-c', String(core), this.#binary, String(PORT), String(holdMs * 1e6)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    server.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await once(server.stdout, 'data');
    load();
    server.kill('SIGTERM');
    await once(server, 'close');
    const [, p50 = NaN, p99 = NaN] = (said.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
    return { p50, p99 };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** Keeps a core busy while something else wants it too. @returns what ends it */
export function startHog(core: number): () => void {
  const hog = spawn('taskset', ['-c', String(core), process.execPath, '-e', 'for (;;);'], {
    stdio: 'ignore',
  });
  return () => void hog.kill('SIGKILL');
}
