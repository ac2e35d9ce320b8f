/** What a line begins with: the first one, and those that follow it. */
export interface Indent {
  readonly first: string;
  readonly rest: string;
}

const NO_BREAK = '\u00a0';

/** Keeps words together on one line of a paragraph. */
export const unbroken = (words: string): string => words.replaceAll(' ', NO_BREAK);

/** Breaks a text between words so that no line is wider than `width`; a word that is wider stands alone. */
export function paragraph(text: string, width: number, indent: Indent = { first: '', rest: '' }): string[] {
  const lines: string[] = [];
  let line = indent.first;
  let isEmpty = true;
  for (const word of text.split(/[ \n]+/).filter((part) => part !== '')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent.rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line.trimEnd()].map((whole) => whole.replaceAll(NO_BREAK, ' '));
}
