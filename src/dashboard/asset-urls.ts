import { basename } from 'node:path';
import { entryFile } from '../entry-file.ts';

/** What pages load: a script, which is TypeScript in a checkout and JavaScript once compiled, and what it imports. */
export const SCRIPT_FILES = ['live-page', 'morph'].map((name) =>
  entryFile(import.meta.url, `./browser/${name}`),
);
export const scriptUrl = (file: string): string => `/assets/${basename(file)}`;
export const SCRIPT_URL = scriptUrl(SCRIPT_FILES[0] ?? '');
