import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The file in which a process or thread begins, beside the calling module and with its extension:
 * `.ts` in a checkout that runs as it stands, `.js` once compiled. The compiler rewrites import
 * specifiers but not paths in strings.
 * @param callerUrl the caller's `import.meta.url`
 * @param pathWithoutExtension relative to the caller, such as `./worker`
 */
export function entryFile(callerUrl: string, pathWithoutExtension: string): string {
  return fileURLToPath(new URL(pathWithoutExtension + extname(fileURLToPath(callerUrl)), callerUrl));
}
