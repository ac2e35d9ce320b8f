import { basename } from 'node:path';
import { entryFile } from '../entry-file.ts';

/** What pages load. The script is TypeScript in a checkout and JavaScript once compiled, and so is what it imports. */
export const STYLE_URL = '/assets/style.css';
export const SCRIPT_FILES = ['live-page', 'morph'].map((name) =>
  entryFile(import.meta.url, `./browser/${name}`),
);
export const scriptUrl = (file: string): string => `/assets/${basename(file)}`;
export const SCRIPT_URL = scriptUrl(SCRIPT_FILES[0] ?? '');
