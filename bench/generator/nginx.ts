import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BackgroundProcess } from '../background-process.ts';
import { onCore, SERVER_CORE } from '../cores.ts';

/**
 * Debian's nginx with one worker on the server's core, which answers from its configuration: 100 bytes, 10 kB under
 * `/10k`, and 100 bytes in chunks under `/chunked`.
 */
export class Nginx implements AsyncDisposable {
  readonly #process: BackgroundProcess;
  readonly #folder: string;

  private constructor(process: BackgroundProcess, folder: string) {
    this.#process = process;
    this.#folder = folder;
  }

  /** @returns it, listening */
  static async start(port: number): Promise<Nginx> {
    const folder = mkdtempSync(join(tmpdir(), 'loadstone-nginx-'));
    const configuration = join(folder, 'nginx.conf');
    writeFileSync(configuration, configurationText(folder, port));
    const command = ['nginx', '-p', folder, '-c', configuration];
    const nginx = new Nginx(new BackgroundProcess(onCore(SERVER_CORE, command)), folder);
    await nginx.#untilItAnswers(port);
    return nginx;
  }

  static version(): string {
    return /nginx\/\S+/.exec(spawnSync('nginx', ['-v'], { encoding: 'utf8' }).stderr)?.[0] ?? 'nginx';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop();
    rmSync(this.#folder, { recursive: true });
  }

  async #untilItAnswers(port: number): Promise<void> {
    for (let attempt = 0; attempt < 100 && !this.#process.hasEnded; attempt++) {
      if (await answers(port)) return;
      await delay(50);
    }
    await this[Symbol.asyncDispose]();
    throw new Error('nginx does not answer');
  }
}

/** A filter that finds nothing to replace cannot know the length beforehand: that makes nginx send chunks. */
const CHUNKED = 'sub_filter_types text/plain; sub_filter "not in the body" "";';

function configurationText(folder: string, port: number): string {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  // A parameter has 4,096 bytes at most; variables add up.
  const body = `set $body "${'x'.repeat(100)}"; return 200`;
  return `
daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 20000; }
http {
  access_log off; keepalive_requests 1000000000; default_type text/plain;
  ${folders.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  server {
    listen 127.0.0.1:${port} backlog=20000;
    location / { ${body} $body; }
    location /10k { ${body} "${'$body'.repeat(100)}"; }
    location /chunked { ${CHUNKED} ${body} $body; }
  }
}
`;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
