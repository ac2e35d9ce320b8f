import { lstat, stat, unlink } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { dirname } from 'node:path';

/**
 * Removes the socket file that a server left behind which did not end by itself. One that answers stays, and whoever
 * binds to it next is told that it is in use.
 * @throws ENOENT when there is no such directory (libuv would say EACCES), EEXIST when there is a file of another kind
 */
export async function removeStaleSocket(path: string): Promise<void> {
  await stat(dirname(path));
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return;
  if (!stats.isSocket()) throw Object.assign(new Error(`${path} is no socket`), { code: 'EEXIST' });
  // Only a refusal says that nobody listens; a server too busy to answer, or one of another user, does not refuse.
  if (await refuses(path)) await unlink(path);
}

function refuses(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}
