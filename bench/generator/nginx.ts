import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const PORT = 18_080;
const BODY = 'x'.repeat(100);

/** Debian's nginx with one worker, pinned to a core, that answers every request with 100 bytes from its configuration. */
export interface Nginx extends AsyncDisposable {
  url: string;
  version: string;
}

export async function startNginx(core: number): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'loadstone-nginx-'));
  const configuration = join(folder, 'nginx.conf');
  writeFileSync(configuration, configurationText(folder));
  const command = ['nginx', '-p', folder, '-c', configuration];
  const nginx = spawn('taskset', ['-c', String(core), ...command], { stdio: 'inherit' });
  await untilItAnswers();
  return {
    url: `http://127.0.0.1:${PORT}/`,
    version: /nginx\/\S+/.exec(spawnSync('nginx', ['-v'], { encoding: 'utf8' }).stderr)?.[0] ?? 'nginx',
    async [Symbol.asyncDispose]() {
      nginx.kill('SIGTERM');
      await once(nginx, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

function configurationText(folder: string): string {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 20000; }
http {
  access_log off; keepalive_requests 1000000000;
  ${folders.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  server { listen 127.0.0.1:${PORT} backlog=20000; location / { default_type text/plain; return 200 "${BODY}"; } }
}
`;
}

async function untilItAnswers(): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answers = await new Promise<boolean>((resolve) => {
      const socket = connect(PORT, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (answers) return;
    await delay(50);
  }
  throw new Error('nginx does not answer');
}
