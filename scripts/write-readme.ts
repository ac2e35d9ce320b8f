// Runs the commands whose output README.md shows, and writes what they print into it: `npm run build && npm run readme`.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastWordsOf, readmeCommands, shownOutput, withOutputs } from './readme-commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-readme-'));
const env = { ...process.env, LOADSTONE_STORE: join(folder, 'runs.sqlite'), NO_COLOR: '1' };
const servers: ChildProcess[] = [];
const outputs = new Map<string, string>();
const markdown = readFileSync('README.md', 'utf8');
try {
  for (const { command, output } of readmeCommands(markdown)) {
    if (output === undefined) continue;
    process.stderr.write(`$ ${command}\n`);
    const lastWords = lastWordsOf(command);
    outputs.set(
      command,
      lastWords === undefined ? runCommand(command) : await startServer(command, lastWords),
    );
  }
} finally {
  for (const server of servers) if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
  rmSync(folder, { recursive: true });
}
// The place in the store is the script's own, not a reader's.
const written = withOutputs(markdown, outputs).replaceAll(folder, '.loadstone');
writeFileSync('README.md', written);

function runCommand(command: string): string {
  const { status, stdout } = spawnSync('sh', ['-c', command], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
  return shownOutput(stdout);
}

async function startServer(command: string, lastWords: string): Promise<string> {
  const server = spawn('sh', ['-c', command], { env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  servers.push(server);
  let said = '';
  for await (const bytes of server.stdout as AsyncIterable<Buffer>) {
    said += bytes.toString();
    if (said.includes(lastWords)) break;
  }
  return shownOutput(said);
}
