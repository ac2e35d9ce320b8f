import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Says whether a system tool is there. When it is not, the test is skipped with what to install; under
 * LOADSTONE_REQUIRE_ALL=1, where nothing may be skipped, it fails instead:
 * `if (!requireTool(t, 'wrk')) return;`
 * @param debianPackage when it is not called as the command is
 */
export function requireTool(
  t: Pick<TestContext, 'skip'>,
  command: string,
  debianPackage: string = command,
  environment: Environment = process.env,
): boolean {
  if (findCommand(command, environment) !== undefined) return true;
  skipOrFail(
    t,
    `needs ${command}: run \`npm run setup:system\`, or install the Debian package ${debianPackage}`,
    environment,
  );
  return false;
}

/** Skips a test for a reason, or fails it under LOADSTONE_REQUIRE_ALL=1. The caller has to return. */
export function skipOrFail(
  t: Pick<TestContext, 'skip'>,
  reason: string,
  environment: Environment = process.env,
): void {
  if (environment['LOADSTONE_REQUIRE_ALL'] === '1') {
    throw new Error(`${reason} (nothing may be skipped: LOADSTONE_REQUIRE_ALL=1)`);
  }
  t.skip(reason);
}

/** The full path of a command on the PATH, the first that `accept` takes. */
export function findCommand(
  command: string,
  environment: Environment = process.env,
  accept: (path: string) => boolean = () => true,
): string | undefined {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, command)).find((path) => isExecutable(path) && accept(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
