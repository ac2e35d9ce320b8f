import { UserError } from '../errors.ts';

const LINE_END = 10;

/** A line of a file, without the white space around it. */
export interface NumberedLine {
  line: string;
  /** From 1. */
  number: number;
}

/**
 * The lines of a text that are not blank.
 * @param file what the text was read from, for messages
 * @throws {UserError} at a line that is not UTF-8
 */
export function* numberedLines(text: Buffer, file: string): Generator<NumberedLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let number = 0;
  for (let start = 0; start < text.length;) {
    const lineEnd = text.indexOf(LINE_END, start);
    const end = lineEnd === -1 ? text.length : lineEnd;
    number++;
    const line = decode(decoder, text.subarray(start, end), `${file}:${number}`).trim();
    if (line !== '') yield { line, number };
    start = end + 1;
  }
}

function decode(decoder: TextDecoder, bytes: Buffer, where: string): string {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw new UserError({
      what: 'the line is not UTF-8',
      where,
      remedy: 'Save the file as UTF-8, and write bytes that are no text in base64',
      cause: error,
    });
  }
}
