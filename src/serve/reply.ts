import { messageOf } from '../errors.ts';
import { stackOf } from './log.ts';

/** A handler's answer, ready to be sent. */
export interface Reply {
  readonly status: number;
  /** Name, value, name, value, … */
  readonly headers: readonly string[];
  readonly body: string | Uint8Array;
  /** What the log is told of an error that was the app's fault. */
  readonly failure?: string;
}

/** Headers that say where a response ends: the server's business. */
const FRAMING = new Set(['connection', 'content-length', 'transfer-encoding']);

const JSON_TYPE = ['content-type', 'application/json; charset=utf-8'];
const TEXT_TYPE = ['content-type', 'text/plain; charset=utf-8'];
const BYTES_TYPE = ['content-type', 'application/octet-stream'];

/**
 * What a handler returned, as it is sent: a string as text, bytes as they are, a `Response` as it says, and any other
 * value as JSON.
 * @throws {TypeError} when it is a value that JSON cannot carry
 */
export function replyOf(value: unknown): Reply | Promise<Reply> {
  if (typeof value === 'string') return { status: 200, headers: TEXT_TYPE, body: value };
  // What most handlers return is told from the rest at once.
  if (isPlainObject(value)) return { status: 200, headers: JSON_TYPE, body: JSON.stringify(value) };
  if (value instanceof Uint8Array) return { status: 200, headers: BYTES_TYPE, body: value };
  if (value instanceof ArrayBuffer) return { status: 200, headers: BYTES_TYPE, body: new Uint8Array(value) };
  if (isResponse(value)) return replyOfResponse(value);
  // Nothing at all is sent as null: JSON has no word for undefined.
  const body = JSON.stringify(value ?? null) as string | undefined;
  if (body === undefined) throw new TypeError(`the handler returned a ${typeof value}, which cannot be sent`);
  return { status: 200, headers: JSON_TYPE, body };
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && value.constructor === Object && !('toJSON' in value);
}

/** Not `instanceof`: to name `Response` makes Node load all that belongs to it, 27 ms in each thread. */
function isResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === '[object Response]';
}

async function replyOfResponse(response: Response): Promise<Reply> {
  const body = new Uint8Array(await response.arrayBuffer());
  const headers = [...response.headers].filter(([name]) => !FRAMING.has(name)).flat();
  return { status: response.status, headers, body };
}

/** What a client is told of an error: what it did wrong, or only that there was one. */
export function replyOfError(error: unknown): Reply {
  const status = statusOf(error);
  if (status !== undefined) return errorReply(status, messageOf(error));
  return { ...errorReply(500, 'Internal Server Error'), failure: stackOf(error) };
}

export function errorReply(status: number, error: string): Reply {
  return { status, headers: JSON_TYPE, body: JSON.stringify({ status: 'error', error }) };
}

/** The status from 400 to 499 that an error carries; undefined where it is the server's own fault. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}
