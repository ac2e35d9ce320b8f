import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { STYLE } from '../report/html/style.ts';
import { SCRIPT_FILES, scriptUrl, STYLE_URL } from './asset-urls.ts';
import { PAGE_STYLE } from './pages/page-style.ts';

/** A file that pages load. */
export interface Asset {
  readonly type: string;
  readonly text: string;
}

/** All there are, by their paths, read once: no path of a request reaches a file. */
export function loadAssets(): ReadonlyMap<string, Asset> {
  return new Map([
    [STYLE_URL, { type: 'text/css; charset=utf-8', text: STYLE + PAGE_STYLE }],
    ...SCRIPT_FILES.map(
      (file) =>
        [scriptUrl(file), { type: 'text/javascript; charset=utf-8', text: scriptText(file) }] as const,
    ),
  ]);
}

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
