import { parse } from 'shell-quote';

/** `{name}` stands for a value; `{{name}}` for itself in one pair of braces. */
const PLACEHOLDER = /\{\{([A-Za-z]\w*)\}\}|\{([A-Za-z]\w*)\}/g;

/** The words of a command, or why they cannot be told; nothing is run by a shell, so `$HOME` and `*` stay as they are. */
export type CommandWords = { words: string[] } | { problem: string };

/** Splits a command where a shell would, quotes and backslashes included. */
export function commandWords(command: string): CommandWords {
  const words: string[] = [];
  for (const entry of parse(command, (name) => `$${name}`)) {
    if (typeof entry === 'string') words.push(entry);
    else if ('comment' in entry) return { problem: shellNeeded(`#${entry.comment}`) };
    else if (entry.op === 'glob') words.push(entry.pattern);
    else return { problem: shellNeeded(entry.op) };
  }
  return words.length === 0 ? { problem: 'the command is empty' } : { words };
}

const shellNeeded = (part: string): string =>
  `"${part}" is for a shell, and no shell runs the command; where one is needed write sh -c '…'`;

/** The names that stand in braces in these texts. */
export function placeholdersIn(texts: readonly string[]): Set<string> {
  const matches = texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)]);
  return new Set(matches.map(([, , name]) => name).filter((name) => name !== undefined));
}

/** Puts the values in place of their names; a name without a value stays as it is. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(PLACEHOLDER, (whole, literal: string | undefined, name: string | undefined) => {
    if (literal !== undefined) return `{${literal}}`;
    return name !== undefined && Object.hasOwn(values, name) ? (values[name] ?? whole) : whole;
  });
}
