import type { RequestParts } from '../handler-request.ts';
import type { Reply } from '../reply.ts';

/**
 * The memory that a task's request goes to a thread in, and its reply comes back in. The two are never there at once,
 * so they have one place. It grows with what has to fit, up to a limit for which address space is set aside.
 */
export class TaskMemory {
  /** To be given to the threads. */
  readonly memory: SharedArrayBuffer;
  #words: Int32Array;
  #times: Float64Array;
  #bytes: Buffer;

  /** @param memory to join; made anew where there is none */
  constructor(memory = new SharedArrayBuffer(FIRST_BYTES, { maxByteLength: MOST_BYTES })) {
    this.memory = memory;
    this.#words = new Int32Array(memory, 0, WORDS);
    this.#times = new Float64Array(memory, TIMES_AT, TIMES);
    this.#bytes = Buffer.from(memory, DATA_AT, memory.byteLength - DATA_AT);
  }

  /** @returns false where the request is too large to be carried */
  putRequest(endpoint: number, request: RequestParts | undefined): boolean {
    this.#words[ENDPOINT] = endpoint;
    this.#words[HEAD_BYTES] = 0;
    if (request === undefined) return true;
    const { method, url, params, rawHeaders, body } = request;
    // Neither a line of a request nor a header can have a line end in it, and JSON escapes them.
    const head = [method, url, hasKeys(params) ? JSON.stringify(params) : '', ...rawHeaders].join('\n');
    return this.#put(head, body);
  }

  get endpoint(): number {
    return this.#words[ENDPOINT] as number;
  }

  /** The request, copied out, where one was put in. */
  requestParts(): RequestParts {
    const [method = '', url = '', params = '', ...rawHeaders] = this.#takeHead().split('\n');
    return { method, url, params: paramsFrom(params), rawHeaders, body: this.#takeBody() };
  }

  /** @returns false where the reply is too large to be carried */
  putReply({ status, headers, body, failure }: Reply): boolean {
    this.#words[STATUS] = status;
    this.#words[IS_TEXT] = typeof body === 'string' ? 1 : 0;
    const lines = failure === undefined ? headers : [...headers, FAILURE, JSON.stringify(failure)];
    return this.#put(lines.join('\n'), body);
  }

  takeReply(): Reply {
    const head = this.#takeHead();
    const body = this.#words[IS_TEXT] === 1 ? this.#takeText() : this.#takeBody();
    const headers = head === '' ? [] : head.split('\n');
    const reply = { status: this.#words[STATUS] as number, headers, body };
    if (headers.at(-2) !== FAILURE) return reply;
    const [, failure] = headers.splice(-2);
    return { ...reply, failure: JSON.parse(failure as string) as string };
  }

  /** When the handler began and ended, on the clock that the threads share. */
  putTimes(startedAt: number, endedAt: number): void {
    this.#times[STARTED_AT] = startedAt;
    this.#times[ENDED_AT] = endedAt;
  }

  get startedAt(): number {
    return this.#times[STARTED_AT] as number;
  }

  get endedAt(): number {
    return this.#times[ENDED_AT] as number;
  }

  #put(head: string, body: string | Uint8Array): boolean {
    // A character takes three bytes of UTF-8 at most.
    const bodyBytes = typeof body === 'string' ? body.length * 3 : body.byteLength;
    if (!this.#fits(head.length * 3 + bodyBytes)) return false;
    const headBytes = this.#bytes.write(head, 0, 'utf8');
    this.#words[HEAD_BYTES] = headBytes;
    if (typeof body === 'string') this.#words[BODY_BYTES] = this.#bytes.write(body, headBytes, 'utf8');
    else {
      this.#bytes.set(body, headBytes);
      this.#words[BODY_BYTES] = body.byteLength;
    }
    return true;
  }

  #takeHead(): string {
    return this.#data().toString('utf8', 0, this.#words[HEAD_BYTES]);
  }

  #takeText(): string {
    const begin = this.#words[HEAD_BYTES] as number;
    return this.#data().toString('utf8', begin, begin + (this.#words[BODY_BYTES] as number));
  }

  #takeBody(): Uint8Array {
    const begin = this.#words[HEAD_BYTES] as number;
    return Uint8Array.from(this.#data().subarray(begin, begin + (this.#words[BODY_BYTES] as number)));
  }

  #fits(size: number): boolean {
    const needed = DATA_AT + size;
    if (needed > MOST_BYTES) return false;
    if (needed > this.memory.byteLength) this.memory.grow(Math.min(needed * 2, MOST_BYTES));
    this.#data();
    return true;
  }

  /** The other side may have made it grow. */
  #data(): Buffer {
    const size = this.memory.byteLength - DATA_AT;
    if (this.#bytes.length !== size) this.#bytes = Buffer.from(this.memory, DATA_AT, size);
    return this.#bytes;
  }
}

/** No header has such a name. */
const FAILURE = ':failure';
const [ENDPOINT, HEAD_BYTES, BODY_BYTES, STATUS, IS_TEXT] = [0, 1, 2, 3, 4] as const;
const WORDS = 6;
const [STARTED_AT, ENDED_AT] = [0, 1] as const;
const TIMES = 2;
const TIMES_AT = WORDS * Int32Array.BYTES_PER_ELEMENT;
const DATA_AT = TIMES_AT + TIMES * Float64Array.BYTES_PER_ELEMENT;
/** A page holds most requests and replies. */
const FIRST_BYTES = 4_096;
const MOST_BYTES = 8 * 2 ** 20;

function hasKeys(params: Readonly<Record<string, string>>): boolean {
  for (const _ in params) return true;
  return false;
}

function paramsFrom(json: string): Record<string, string> {
  return json === '' ? {} : (JSON.parse(json) as Record<string, string>);
}
