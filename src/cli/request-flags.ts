import { buffer } from 'node:stream/consumers';
import { Option, type Command } from 'commander';
import { UserError } from '../errors.ts';
import { framingProblem } from '../load/http/request-framing.ts';
import type { RequestTemplate } from '../load/http/request.ts';
import { REQUEST_ORDERS, type RequestOrder } from '../load/request-picker.ts';
import { firstIssue } from '../plan/first-issue.ts';
import { headerNameField, headerValueField, methodField, type HeaderLine } from '../plan/request-fields.ts';
import { readWithin } from '../plan/read-within.ts';
import { loadRequestMix, MAX_REQUEST_BYTES, type MixedRequest } from '../plan/request-mix.ts';

/** What the command line says of the requests to send. */
export interface RequestFlags {
  method?: string;
  header: readonly HeaderLine[];
  body?: string;
  requests?: string;
  requestOrder?: RequestOrder['order'];
}

/** What is sent, and in which order. */
export interface RequestMix {
  requests: RequestTemplate[];
  order: RequestOrder;
}

/** Adds the flags that say what is requested. */
export function addRequestOptions(command: Command): Command {
  return command
    .option('-X, --method <method>', 'request method (default: GET; with --body: POST)', methodFlag)
    .option('-H, --header <line>', 'add a request header, "Name: value"; may be repeated', headerFlag, [])
    .option('--body <text>', 'request body; @FILE: the bytes of a file, @-: of standard input')
    .option(
      '--requests <file>',
      'send the requests of a file, one JSON object a line: method, path, headers, body, bodyBase64 or bodyFile, weight',
    )
    .addOption(
      new Option(
        '--request-order <order>',
        'sequence: one after the other; weighted: by chance (default: weighted if any has a weight)',
      ).choices(REQUEST_ORDERS),
    );
}

/**
 * Makes the requests of a load.
 * @param url where they go, and what is requested where nothing else is said
 * @throws {UserError} when a file cannot be read or a request cannot be sent
 */
export async function readRequests(url: URL, flags: RequestFlags): Promise<RequestMix> {
  if (flags.requests !== undefined) return readMix(url, flags.requests, flags);
  if (flags.requestOrder !== undefined)
    throw new UserError({
      what: 'there is one request, and so no order',
      where: '--request-order',
      remedy: 'Give several with --requests FILE, or leave the flag out',
    });
  const body = flags.body === undefined ? undefined : await readBody(flags.body);
  const request = {
    host: url.host,
    method: flags.method ?? defaultMethod(body),
    target: url.pathname + url.search,
    headers: flags.header,
    body,
  };
  return { requests: [sendable(request, '-H/--header')], order: { order: 'sequence' } };
}

function readMix(url: URL, file: string, flags: RequestFlags): RequestMix {
  for (const [flag, field] of [
    ['method', '-X/--method'],
    ['body', '--body'],
  ] as const)
    if (flags[flag] !== undefined)
      throw new UserError({
        what: 'each request of a file has its own',
        where: field,
        remedy: `Write "${flag}" in the lines of ${file}, or leave --requests out`,
      });
  const lines = loadRequestMix(file);
  const weighted = lines.some(({ weight }) => weight !== undefined);
  const order = flags.requestOrder ?? (weighted ? 'weighted' : 'sequence');
  return {
    requests: lines.map((line) => sendable(requestOf(line, url, flags.header), line.where)),
    order: order === 'sequence' ? { order } : { order, weights: lines.map(({ weight }) => weight ?? 1) },
  };
}

/** A line's own headers take the place of those that are meant for all. */
function requestOf(line: MixedRequest, url: URL, forAll: readonly HeaderLine[]): RequestTemplate {
  const own = new Set(line.headers.map(([name]) => name.toLowerCase()));
  const headers = [...forAll.filter(([name]) => !own.has(name.toLowerCase())), ...line.headers];
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type');
  if (!typed && line.contentType !== undefined) headers.push(['Content-Type', line.contentType]);
  return {
    host: url.host,
    method: line.method ?? defaultMethod(line.body),
    target: line.path ?? url.pathname + url.search,
    headers,
    body: line.body,
  };
}

function defaultMethod(body: Uint8Array | undefined): string {
  return body === undefined ? 'GET' : 'POST';
}

function sendable(request: RequestTemplate, where: string): RequestTemplate {
  const problem = framingProblem(request);
  if (problem !== undefined) throw new UserError({ ...problem, where });
  return request;
}

async function readBody(text: string): Promise<Uint8Array> {
  if (!text.startsWith('@')) return Buffer.from(text);
  if (text === '@-') return buffer(process.stdin);
  const file = text.slice(1);
  return readWithin(file, `--body ${text}`, MAX_REQUEST_BYTES);
}

export function methodFlag(text: string): string {
  const method = methodField.safeParse(text);
  if (method.success) return method.data;
  throw new UserError({ what: firstIssue(method.error).message, where: `-X ${text}` });
}

export function headerFlag(line: string, headers: readonly HeaderLine[] = []): HeaderLine[] {
  const where = '-H/--header';
  const colon = line.indexOf(':');
  const name = headerNameField.safeParse(line.slice(0, Math.max(colon, 0)));
  if (!name.success)
    throw new UserError({ what: `"${line}" is not a header`, where, remedy: 'Write "Name: value"' });
  const value = headerValueField.safeParse(line.slice(colon + 1));
  if (!value.success)
    throw new UserError({ what: `${name.data}: ${firstIssue(value.error).message}`, where });
  return [...headers, [name.data, value.data]];
}
