import { COLON, COMMA, isTokenByte, SPACE, TAB } from './characters.ts';

/**
 * Recognises words byte by byte, in whatever case and however the bytes are cut, without making a string: from
 * state `s` a byte `b` leads to `table[(s << 8) | b]`, which is a state or, from FIRST_WORD on, what ended there.
 */
export type WordTable = Uint8Array;

/** Where each word begins. */
export const WORD_START = 1;
/** Inside a word that is none of the table's. */
const OTHER_LETTERS = 0;
const IN_QUOTES = 2;
const AFTER_BACKSLASH = 3;
const FIRST_LETTER = 4;

/** The table's first word has ended; the second is one more, and so on. */
export const FIRST_WORD = 240;
/** A word has ended that is none of the table's. */
export const OTHER_WORD = 254;
/** A byte that can stand in no word. */
export const NO_WORD = 255;

/** A table of field names, which end with their colon. */
export function fieldNameTable(names: readonly string[]): WordTable {
  const table = wordTable(names, COLON);
  for (let state = 0; state < table.length >> 8; state++)
    for (let byte = 0; byte < 256; byte++)
      if (byte !== COLON && !isTokenByte(byte)) table[(state << 8) | byte] = NO_WORD;
  table[(WORD_START << 8) | COLON] = NO_WORD;
  return table;
}

/**
 * A table of what stands in a list, each element ended by its comma, with white space around it and parameters
 * behind it; empty elements are skipped. The end of the field is a last comma.
 */
export function listTable(words: readonly string[]): WordTable {
  const table = wordTable(words, COMMA);
  for (let state = 0; state < table.length >> 8; state++)
    if (state === WORD_START || (table[(state << 8) | COMMA] ?? 0) < OTHER_WORD)
      for (const space of [SPACE, TAB]) table[(state << 8) | space] = state;
  table[(WORD_START << 8) | COMMA] = WORD_START;
  // A comma inside quotes, as a parameter may have, ends nothing.
  const quote = 0x22;
  const backslash = 0x5c;
  table[(OTHER_LETTERS << 8) | quote] = IN_QUOTES;
  table.fill(IN_QUOTES, IN_QUOTES << 8, (AFTER_BACKSLASH + 1) << 8);
  table[(IN_QUOTES << 8) | quote] = OTHER_LETTERS;
  table[(IN_QUOTES << 8) | backslash] = AFTER_BACKSLASH;
  return table;
}

/** The letters of the words; `end` ends a word from any state. */
function wordTable(words: readonly string[], end: number): WordTable {
  const prefixes = new Set(words.flatMap((word) => Array.from(word, (_, index) => word.slice(0, index + 1))));
  const states = new Map([['', WORD_START], ...[...prefixes].map(letterState)]);
  const table = new Uint8Array((FIRST_LETTER + prefixes.size) << 8).fill(OTHER_LETTERS);
  for (let state = 0; state < table.length >> 8; state++) table[(state << 8) | end] = OTHER_WORD;
  for (const [prefix, state] of states) {
    const before = states.get(prefix.slice(0, -1)) ?? OTHER_LETTERS;
    for (const letter of new Set([prefix.slice(-1), prefix.slice(-1).toUpperCase()]))
      if (letter !== '') table[(before << 8) | letter.charCodeAt(0)] = state;
    const word = words.indexOf(prefix);
    if (word !== -1) table[(state << 8) | end] = FIRST_WORD + word;
  }
  return table;
}

function letterState(prefix: string, index: number): [string, number] {
  return [prefix, FIRST_LETTER + index];
}
