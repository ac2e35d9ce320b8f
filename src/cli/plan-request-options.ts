import { InvalidArgumentError, Option } from 'commander';
import { readFileSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { readWithin } from '../plan/read-within.ts';
import type { HeaderLine } from '../plan/request-fields.ts';
import { MAX_REQUEST_BYTES } from '../plan/request-mix.ts';
import { headerFlag, methodFlag } from './request-flags.ts';

/** What the command line says of the requests of a plan, which are all alike. */
export interface PlanRequestFlags {
  method?: string;
  header?: readonly HeaderLine[];
  body?: string;
}

export function planRequestOptions(): Option[] {
  return [
    new Option('-X, --method <method>', 'request method (default: GET; with --body: POST)').argParser(
      methodFlag,
    ),
    new Option(
      '-H, --header <line>',
      'add a request header, "Name: value"; may be repeated; no record has its value, but of Accept and the like',
    ).argParser(headerFlag),
    new Option('--body <text>', 'request body; @FILE: the text of a file, @-: of standard input').argParser(
      bodyFlag,
    ),
  ];
}

/**
 * The headers as a plan has them.
 * @throws {UserError} when one is given twice
 */
export function headersFrom(lines: readonly HeaderLine[]): Record<string, string> {
  const names = lines.map(([name]) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice === undefined) return Object.fromEntries(lines);
  throw new UserError({
    what: `${twice} is given twice`,
    where: '-H/--header',
    remedy: 'Give each header once, or several with one name to loadstone load',
  });
}

/** A plan is text, and so is the body in it. */
function bodyFlag(text: string): string {
  if (!text.startsWith('@')) return text;
  const bytes =
    text === '@-'
      ? readFileSync(process.stdin.fd)
      : readWithin(text.slice(1), `--body ${text}`, MAX_REQUEST_BYTES);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InvalidArgumentError('It is no text in UTF-8; loadstone load sends any bytes.');
  }
}
