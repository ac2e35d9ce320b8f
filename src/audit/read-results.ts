import { UserError } from '../errors.ts';
import { autocannon } from './readers/autocannon.ts';
import { hey } from './readers/hey.ts';
import { jsonDocuments } from './readers/json-documents.ts';
import { k6 } from './readers/k6.ts';
import { loadstone } from './readers/loadstone.ts';
import { oha } from './readers/oha.ts';
import type { JsonReader, TextReader } from './readers/reader.ts';
import { vegetaJson } from './readers/vegeta-json.ts';
import { vegetaText } from './readers/vegeta-text.ts';
import { wrk } from './readers/wrk.ts';
import type { StatedResult } from './stated-result.ts';

const JSON_READERS: readonly JsonReader[] = [loadstone, autocannon, k6, oha, vegetaJson];
const TEXT_READERS: readonly TextReader[] = [wrk, hey, vegetaText];

/** What is known and not read, with what to ask the tool for instead. */
const OTHER_FORMS: readonly (readonly [RegExp, string])[] = [
  [/Summary:\s{1,4}Success rate:/, "this is oha's text. Ask it for JSON: oha --output-format json"],
  [/http_req_duration\.{3,}/, "this is k6's text. Ask it for JSON: k6 run --summary-export FILE"],
  [/Running \d{1,9}s test @ \S+\s+\d{1,9} connections/, "this is autocannon's text. Ask it for JSON: --json"],
];

const FORMS =
  'Give what wrk, hey or vegeta printed, autocannon --json, k6 --summary-export, oha --output-format json, vegeta report -type=json, or loadstone --json';

/**
 * Finds out which tool wrote a text, and reads what it states: one result, or several.
 * @param where what the user named
 * @throws {UserError} when no tool is recognised, or its output is not whole
 */
export function readResults(text: string, where: string): StatedResult[] {
  const documents = text.includes('{') ? jsonDocuments(text) : [];
  const fromJson = documents.flatMap((document) => {
    const reader = JSON_READERS.find(({ recognises }) => recognises(document));
    return reader === undefined ? [] : reader.read(document, where);
  });
  if (fromJson.length > 0) return fromJson;
  const fromText = TEXT_READERS.filter(({ recognises }) => recognises(text)).flatMap(({ read }) =>
    read(text, where),
  );
  if (fromText.length > 0) return fromText;
  throw new UserError({ what: problemOf(text, documents.length), where, remedy: FORMS });
}

function problemOf(text: string, documents: number): string {
  if (text.trim() === '') return 'there is nothing in it';
  const known = OTHER_FORMS.find(([form]) => form.test(text))?.[1];
  if (known !== undefined) return known;
  if (documents > 0) return 'this is JSON, and of no load generator that is known here';
  if (/^\s*[{[]/.test(text)) return 'this is no whole JSON: it is cut short or damaged';
  return 'this is the output of no load generator that is known here';
}
