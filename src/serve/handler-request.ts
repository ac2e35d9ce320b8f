import type { IncomingHttpHeaders } from 'node:http';
import { parse, type ParsedUrlQuery } from 'node:querystring';

/** The parts a request is made of, as they came. */
export interface RequestParts {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
  /** Name, value, name, value, …, as sent. */
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
}

/** What a client did wrong, to be answered with its status and message. */
export class BadRequest extends Error {
  readonly statusCode = 400;
}

/** A request as a handler gets it. What few handlers look at is parsed when it is asked for. */
export class HandlerRequest {
  readonly method: string;
  readonly url: string;
  /** What stood in the place of each `:name` of the route, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Empty where there was none. */
  readonly body: Uint8Array;
  readonly #rawHeaders: readonly string[];
  #query: ParsedUrlQuery | undefined;
  #headers: IncomingHttpHeaders | undefined;

  constructor({ method, url, params, rawHeaders, body }: RequestParts) {
    this.method = method;
    this.url = url;
    this.params = params;
    this.body = body;
    this.#rawHeaders = rawHeaders;
  }

  /** Without the query. */
  get path(): string {
    const end = this.url.indexOf('?');
    return end === -1 ? this.url : this.url.slice(0, end);
  }

  /** Decoded; a name that is given several times has all its values in an array. */
  get query(): Readonly<ParsedUrlQuery> {
    if (this.#query === undefined) {
      const begin = this.url.indexOf('?');
      this.#query = begin === -1 ? {} : parse(this.url.slice(begin + 1));
    }
    return this.#query;
  }

  /** By name in lower case; one that is sent several times is joined (RFC 9110, 5.3), `set-cookie` is an array. */
  get headers(): Readonly<IncomingHttpHeaders> {
    this.#headers ??= headersFrom(this.#rawHeaders);
    return this.#headers;
  }

  /** The body as text in UTF-8. */
  text(): string {
    return Buffer.from(this.body.buffer, this.body.byteOffset, this.body.byteLength).toString('utf8');
  }

  /**
   * The body read as JSON.
   * @throws {BadRequest} when it is none; not caught, it is answered with 400
   */
  json(): unknown {
    try {
      return JSON.parse(this.text());
    } catch (error) {
      throw new BadRequest(`the body is not JSON: ${(error as Error).message}`);
    }
  }
}

function headersFrom(rawHeaders: readonly string[]): IncomingHttpHeaders {
  const headers = Object.create(null) as Record<string, string | string[]>;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase();
    const value = rawHeaders[index + 1] as string;
    const before = headers[name];
    if (name === 'set-cookie') headers[name] = [...((before as string[] | undefined) ?? []), value];
    else if (before === undefined) headers[name] = value;
    else headers[name] = `${before as string}${name === 'cookie' ? '; ' : ', '}${value}`;
  }
  return headers;
}
