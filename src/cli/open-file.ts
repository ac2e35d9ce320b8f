import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';

/** What opens a file with the program that the desktop has for it. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** An opener that is still at it after this is the browser itself, which stays as long as it likes. */
const SETTLED_MS = 3_000;

/**
 * Opens a report in the browser.
 * @throws {UserError} when there is nothing that could, or it failed
 */
export async function openFile(file: string): Promise<void> {
  const problem = await problemOfOpening(resolve(file));
  if (problem === undefined) return;
  throw new UserError({
    what: `the report is written, but no browser was opened: ${problem}`,
    where: file,
    remedy: 'Open it yourself',
    exitCode: 1,
  });
}

/**
 * Opens a file, by its whole path, or a URL in the browser.
 * @returns why it could not; undefined when it did
 */
export async function problemOfOpening(target: string): Promise<string | undefined> {
  const [program, ...words] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...words, target], { detached: true, stdio: 'ignore' });
  const problem = await new Promise<string | undefined>((settle) => {
    child.once('error', (error) => settle(error.message));
    child.once('close', (code) => settle(code === 0 ? undefined : `${program} ended with ${code}`));
    setTimeout(settle, SETTLED_MS, undefined).unref();
  });
  child.unref();
  return problem;
}
