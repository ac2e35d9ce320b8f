import { dirname, resolve } from 'node:path';
import { messageOf, UserError } from '../errors.ts';
import { firstIssue } from './first-issue.ts';
import { numberedLines } from './numbered-lines.ts';
import { readWithin } from './read-within.ts';
import type { HeaderLine } from './request-fields.ts';
import { requestLineSchema, type BodySource } from './request-line.ts';

/** Bytes of all requests together: each generator thread holds them in memory. */
export const MAX_REQUEST_BYTES = 256 * 2 ** 20;
const MAX_REQUESTS = 250_000;
/** The same requests in base64 and with their JSON around them. */
const MAX_FILE_BYTES = 2 * MAX_REQUEST_BYTES;

/** One request of a mix, as its line in the file says; what it leaves out is up to the load. */
export interface MixedRequest {
  /** Where it stands, for messages. */
  where: string;
  method: string | undefined;
  /** With its query. */
  path: string | undefined;
  headers: readonly HeaderLine[];
  body: Buffer | undefined;
  /** What the form of the body says that it is. */
  contentType: string | undefined;
  weight: number | undefined;
}

/**
 * Reads a file of requests: one JSON object a line; blank lines do not count.
 * @throws {UserError} that names the line
 */
export function loadRequestMix(file: string): MixedRequest[] {
  const text = readWithin(file, file, MAX_FILE_BYTES);
  const bodies = new BodyFiles(file);
  const requests: MixedRequest[] = [];
  let bytes = 0;
  for (const { line, number } of numberedLines(text, file)) {
    const where = `${file}:${number}`;
    const request = readLine(line, where, bodies);
    requests.push(request);
    bytes += sizeOf(request);
    if (requests.length > MAX_REQUESTS) throw tooMuch(`there are more than ${MAX_REQUESTS} requests`, where);
    if (bytes > MAX_REQUEST_BYTES)
      throw tooMuch(`the requests up to here are more than ${MAX_REQUEST_BYTES / 2 ** 20} MB`, where);
  }
  if (requests.length > 0) return requests;
  throw new UserError({ what: 'there is no request in it', where: file, remedy: EXAMPLE });
}

const EXAMPLE =
  'Write one JSON object a line, such as {"method": "POST", "path": "/a?b=1", "body": {"c": 2}}';

function readLine(line: string, where: string, bodies: BodyFiles): MixedRequest {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new UserError({
      what: `this is not JSON: ${messageOf(error)}`,
      where,
      remedy: EXAMPLE,
      cause: error,
    });
  }
  const parsed = requestLineSchema.safeParse(value);
  if (!parsed.success) {
    const { path, message } = firstIssue(parsed.error);
    throw new UserError({
      what: path === '' ? message : `${path}: ${message}`,
      where,
      remedy:
        'The fields are method, path, headers, body or bodyBase64 or bodyFile, and weight; all may be left out',
    });
  }
  const { body, ...request } = parsed.data;
  return {
    ...request,
    where,
    body: bytesOf(body, where, bodies),
    contentType: body.from === 'json' ? 'application/json' : undefined,
  };
}

function bytesOf(body: BodySource, where: string, bodies: BodyFiles): Buffer | undefined {
  switch (body.from) {
    case 'nothing':
      return undefined;
    case 'text':
    case 'json':
      return Buffer.from(body.text);
    case 'base64':
      return Buffer.from(body.text, 'base64');
    case 'file':
      return bodies.read(body.path, where);
  }
}

/** Files of bodies, each read once; their paths are relative to the file of requests. */
class BodyFiles {
  readonly #folder: string;
  readonly #read = new Map<string, Buffer>();

  constructor(requestsFile: string) {
    this.#folder = dirname(requestsFile);
  }

  read(path: string, where: string): Buffer {
    const body = this.#read.get(path) ?? readWithin(resolve(this.#folder, path), where, MAX_REQUEST_BYTES);
    this.#read.set(path, body);
    return body;
  }
}

function tooMuch(what: string, where: string): UserError {
  return new UserError({
    what,
    where,
    remedy: 'Give fewer or smaller requests: they are all held in memory',
  });
}

function sizeOf({ method = '', path = '', headers, body }: MixedRequest): number {
  const fields = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return method.length + path.length + fields + (body?.length ?? 0);
}
