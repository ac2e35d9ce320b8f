/** How the end of a body is known (RFC 9112 §6.3). */
export type BodyEnd = 'none' | 'length' | 'chunked' | 'close';

/** What the status line and header fields of a response say about its framing. */
export interface ResponseHead {
  status: number;
  /** The server will keep the connection open after this response. */
  keepAlive: boolean;
  bodyEnd: BodyEnd;
  /** Bytes of the body where `bodyEnd` is `length`, else 0. */
  contentLength: number;
}

/** Why the bytes are no HTTP response: becomes the reason of a failed request. */
export type HeadProblem = 'malformedStatusLine' | 'malformedHeader' | 'malformedContentLength';

const STATUS_LINE = /^HTTP\/1\.([01]) (\d{3})(?: |$)/;
const FIELD = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/;

/**
 * Reads a response's head.
 * @param head the status line and fields, without the blank line that ends them
 * @param bodyless the request was HEAD, so no body follows whatever the fields say
 */
export function parseResponseHead(head: string, bodyless: boolean): ResponseHead | HeadProblem {
  const lines = head.split('\r\n');
  const statusLine = STATUS_LINE.exec(lines[0] ?? '');
  if (statusLine === null) return 'malformedStatusLine';
  const status = Number(statusLine[2]);
  let contentLength: number | undefined;
  let chunked = false;
  let encoded = false;
  let keepAlive = statusLine[1] === '1';
  for (let index = 1; index < lines.length; index++) {
    const field = FIELD.exec(lines[index] ?? '');
    if (field === null) return 'malformedHeader';
    const value = (field[2] ?? '').toLowerCase();
    switch ((field[1] ?? '').toLowerCase()) {
      case 'content-length': {
        const length = parseContentLength(value);
        if (length === undefined || (contentLength !== undefined && contentLength !== length))
          return 'malformedContentLength';
        contentLength = length;
        break;
      }
      case 'transfer-encoding':
        encoded = true;
        chunked = value.split(',').at(-1)?.trim() === 'chunked';
        break;
      case 'connection':
        keepAlive = keepsAlive(value, keepAlive);
        break;
      default:
    }
  }
  return withBodyEnd(status, keepAlive, contentLength, encoded, chunked, bodyless);
}

function withBodyEnd(
  status: number,
  keepAlive: boolean,
  contentLength: number | undefined,
  encoded: boolean,
  chunked: boolean,
  bodyless: boolean,
): ResponseHead {
  if (bodyless || status < 200 || status === 204 || status === 304)
    return { status, keepAlive, bodyEnd: 'none', contentLength: 0 };
  if (chunked) return { status, keepAlive, bodyEnd: 'chunked', contentLength: 0 };
  if (encoded || contentLength === undefined)
    return { status, keepAlive: false, bodyEnd: 'close', contentLength: 0 };
  if (contentLength === 0) return { status, keepAlive, bodyEnd: 'none', contentLength: 0 };
  return { status, keepAlive, bodyEnd: 'length', contentLength };
}

/** A list of equal lengths is one length (RFC 9110 §8.6); anything else but digits is none. */
function parseContentLength(value: string): number | undefined {
  const parts = value.split(',').map((part) => part.trim());
  const first = parts[0] ?? '';
  if (!/^\d{1,15}$/.test(first) || parts.some((part) => part !== first)) return undefined;
  return Number(first);
}

function keepsAlive(value: string, before: boolean): boolean {
  const options = new Set(value.split(',').map((option) => option.trim()));
  if (options.has('close')) return false;
  return before || options.has('keep-alive');
}
