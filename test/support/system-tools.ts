import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { TestContext } from 'node:test';

type Environment = Readonly<Record<string, string | undefined>>;

/** Debian's: others on the PATH have not its packages. */
export const GUNICORN = '/usr/bin/gunicorn';
const PYTHON = '/usr/bin/python3';
/** The browser that pages are tested in. */
export const CHROMIUM = '/usr/bin/chromium';

/** What gunicorn serves in tests: the Python modules it takes, and the Debian packages they come from. */
const GUNICORN_APPS = {
  fastapi: {
    modules: ['fastapi', 'uvicorn.workers', 'uvloop', 'httptools'],
    packages: 'python3-fastapi python3-uvicorn python3-uvloop python3-httptools',
  },
  flask: { modules: ['flask'], packages: 'python3-flask' },
} as const;

/**
 * Says whether a system tool is there. When it is not, the test is skipped with what to install; under
 * LOADSTONE_REQUIRE_ALL=1, where nothing may be skipped, it fails instead:
 * `if (!requireTool(t, 'wrk')) return;`
 * @param command on the PATH, or with its full path
 * @param debianPackage when it is not called as the command is
 */
export function requireTool(
  t: Pick<TestContext, 'skip'>,
  command: string,
  debianPackage: string = command,
  environment: Environment = process.env,
): boolean {
  if (findCommand(command, environment) !== undefined) return true;
  skipForWantOf(t, command, debianPackage, environment);
  return false;
}

/** Says the same of Debian's gunicorn with what it needs to serve an app: `if (!requireGunicorn(t, 'flask')) return;` */
export function requireGunicorn(
  t: Pick<TestContext, 'skip'>,
  app: keyof typeof GUNICORN_APPS,
  environment: Environment = process.env,
  python = PYTHON,
): boolean {
  if (!requireTool(t, GUNICORN, 'gunicorn', environment)) return false;
  const { modules, packages } = GUNICORN_APPS[app];
  if (spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status === 0) return true;
  skipForWantOf(t, `${modules.join(', ')} for ${python}`, packages, environment);
  return false;
}

/** Says the same of the browser that pages are tested in: `if (!requireChromium(t)) return;` */
export const requireChromium = (
  t: Pick<TestContext, 'skip'>,
  environment: Environment = process.env,
): boolean => requireTool(t, CHROMIUM, 'chromium', environment);

function skipForWantOf(
  t: Pick<TestContext, 'skip'>,
  what: string,
  debianPackages: string,
  environment: Environment,
): void {
  const remedy = `run \`npm run setup:system\`, or install the Debian package ${debianPackages}`;
  skipOrFail(t, `needs ${what}: ${remedy}`, environment);
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

/** The full path of a command: the first on the PATH that `accept` takes, or its own where it has one. */
export function findCommand(
  command: string,
  environment: Environment = process.env,
  accept: (path: string) => boolean = () => true,
): string | undefined {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const places = isAbsolute(command) ? [command] : folders.map((folder) => join(folder, command));
  return places.find((path) => isExecutable(path) && accept(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
