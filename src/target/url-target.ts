import { once } from 'node:events';
import { createConnection } from 'node:net';
import { UserError } from '../errors.ts';
import type { Subject } from '../observe/subject.ts';
import { findListeningTree } from '../observe/find-listening-tree.ts';
import type { RunningTarget } from './target.ts';

interface UrlSettings {
  readonly url: string;
  readonly workers: number | null;
}

/** Finds a server that is running already, and leaves it running. */
export async function findTarget(
  { url: text, workers }: UrlSettings,
  signal: AbortSignal,
): Promise<RunningTarget> {
  const url = new URL(text);
  const port = portOf(url);
  await assertReachable(url, port, signal);
  return {
    url,
    subject: subjectAt(url, port, workers),
    problems: () => [],
    reports: () => [],
    askForReports: async () => undefined,
    ended: new AbortController().signal,
    stop: async () => undefined,
  };
}

const portOf = ({ port, protocol }: URL): number =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);

/** Its processes are seen where it runs on this machine. */
function subjectAt({ hostname }: URL, port: number, workersExpected: number | null): Subject | undefined {
  const pid = findListeningTree(hostname, port);
  return pid === undefined ? undefined : { root: { pid }, port, workersExpected };
}

async function assertReachable(url: URL, port: number, signal: AbortSignal): Promise<void> {
  const socket = createConnection({ host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, signal });
  try {
    await once(socket, 'connect');
  } catch (error) {
    signal.throwIfAborted();
    throw new UserError({
      what: `nothing answers there: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
      where: url.host,
      exitCode: 1,
      cause: error,
    });
  } finally {
    socket.destroy();
  }
}
