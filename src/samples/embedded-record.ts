import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';

/** The element of a saved page that carries the record it was made from. */
const ELEMENT_ID = 'loadstone-record';
const OPENING = `<script type="application/json" id="${ELEMENT_ID}">`;
const CLOSING = '</script>';

const embeddedSchema = z.object({
  encoding: z.literal('gzip+base64'),
  content: z.base64(),
});

/** Larger than any run: what is compressed further is no record of ours. */
const MOST_BYTES = 1_000_000_000;

/**
 * A record as an element of an HTML page: JSON, compressed with gzip, in base64, inside a small JSON document that says
 * so. It has no character that HTML would read as markup, and no browser runs it.
 */
export function embeddedRecord(record: object): string {
  const content = gzipSync(JSON.stringify(record), { level: 9 }).toString('base64');
  return `${OPENING}${JSON.stringify({ encoding: 'gzip+base64', content })}${CLOSING}`;
}

/** Whether a text is a page rather than JSON. */
export const isPage = (text: string): boolean => /^\s*<!doctype html/i.test(text);

/**
 * Takes the record out of a page again.
 * @returns undefined where it has none
 * @throws {Error} when what it has is damaged
 */
export function recordOfPage(page: string): unknown {
  const start = page.lastIndexOf(OPENING);
  if (start < 0) return undefined;
  const end = page.indexOf(CLOSING, start);
  const { content } = embeddedSchema.parse(JSON.parse(page.slice(start + OPENING.length, end)));
  const json = gunzipSync(Buffer.from(content, 'base64'), { maxOutputLength: MOST_BYTES });
  return JSON.parse(json.toString('utf8'));
}
