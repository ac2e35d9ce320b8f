/** Compiles src/ and experiments/ into dist/ and copies the example servers there: `npm run build`, npm's `prepare`. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
const CACHE = join(ROOT, 'node_modules', '.cache');

// Built beside and then renamed: a build that fails, or one beside running commands, never leaves half a dist/.
mkdirSync(CACHE, { recursive: true });
const fresh = mkdtempSync(join(CACHE, 'loadstone-build-'));
const old = `${fresh}-old`;
try {
  compileInto(fresh);
  copyExamples(fresh);
  chmodSync(join(fresh, 'src', 'bin.js'), 0o755);
  chmodSync(fresh, 0o755);
  replaceDist();
} catch (thrown) {
  // The compiler has already printed what is wrong.
  if (!(thrown instanceof Error && 'status' in thrown)) throw thrown;
  process.exitCode = 1;
} finally {
  rmSync(fresh, { recursive: true, force: true });
  rmSync(old, { recursive: true, force: true });
}

function compileInto(folder: string): void {
  const compilerPackage = fileURLToPath(import.meta.resolve('typescript/package.json'));
  const compiler = join(dirname(compilerPackage), 'bin', 'tsc');
  const compile = (project: string, ...flags: readonly string[]): void => {
    const args = [compiler, '-p', project, ...flags, '--outDir', folder];
    execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  };
  compile('tsconfig.build.json');
  // What browsers run knows other types.
  compile('src/dashboard/browser', '--noEmit', 'false', '--rootDir', '.');
}

/** Plans name them relative to themselves, in the checkout and in the package alike. */
function copyExamples(folder: string): void {
  for (const path of globSync('examples/**/*.{py,js}', { cwd: ROOT })) {
    cpSync(join(ROOT, path), join(folder, path));
  }
}

function replaceDist(): void {
  try {
    renameSync(DIST, old);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
  }
  renameSync(fresh, DIST);
}
