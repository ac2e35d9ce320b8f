import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackgroundProcess } from '../background-process.ts';
import { onCore, SERVER_CORE } from '../cores.ts';

const SOURCES = join(import.meta.dirname, 'servers');

/** The bench's own servers, compiled when they are first asked for. */
export class ServerPrograms implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'loadstone-bench-'));
  readonly #compiled = new Map<string, string>();

  /** Starts one on the server's core. @returns it, listening */
  async start(
    name: string,
    args: readonly (string | number)[],
    onLine?: (line: string) => void,
  ): Promise<BackgroundProcess> {
    const command = [this.#compile(name), ...args.map(String)];
    const server = new BackgroundProcess(onCore(SERVER_CORE, command), onLine);
    await server.untilItPrints();
    return server;
  }

  /** Where a file may lie that is of no use after the bench. */
  scratchFile(name: string): string {
    return join(this.#folder, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }

  #compile(name: string): string {
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    const binary = join(this.#folder, name);
    execFileSync('cc', ['-O2', '-o', binary, join(SOURCES, `${name}.c`)], { stdio: 'inherit' });
    this.#compiled.set(name, binary);
    return binary;
  }
}
