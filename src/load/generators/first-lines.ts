import { execFile } from 'node:child_process';

/** What a short command writes, whatever its exit code; undefined when there is no such command. */
export function firstLines([command, ...flags]: readonly [string, ...string[]]): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    execFile(command, flags, (error, stdout) => {
      if (error === null || typeof error.code === 'number') resolve(stdout);
      else if (error.code === 'ENOENT') resolve(undefined);
      else reject(error);
    });
  });
}
