import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { SCRIPT_FILES, scriptUrl } from './asset-urls.ts';

/** The scripts that pages load, by their paths, read once: no path of a request reaches a file. */
export const loadScripts = (): ReadonlyMap<string, string> =>
  new Map(SCRIPT_FILES.map((file) => [scriptUrl(file), scriptText(file)]));

/** A browser knows no types: those of a checkout are taken out, and compiled files have none. */
function scriptText(file: string): string {
  const text = readFileSync(file, 'utf8');
  return file.endsWith('.ts') ? withoutTypes(text) : text;
}

/** Node does the same with all files of a checkout, and only of this does it warn that it is new. */
function withoutTypes(text: string): string {
  const emitWarning = Reflect.get(process, 'emitWarning');
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(text);
  } finally {
    process.emitWarning = emitWarning;
  }
}
