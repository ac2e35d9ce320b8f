import type { IncomingMessage } from 'node:http';

/** As much as most frameworks take unless told: 1 MiB. */
const MOST_BYTES = 2 ** 20;
const NO_BODY = new Uint8Array();

/** What came of reading a body; `gone`: the client left before its end. */
export type BodyResult =
  | { readonly state: 'read'; readonly body: Uint8Array }
  | { readonly state: 'tooLarge' }
  | { readonly state: 'gone' };

const NONE: BodyResult = { state: 'read', body: NO_BODY };

/** Calls back once with the body, at once where there is none. */
export function readBody(request: IncomingMessage, done: (result: BodyResult) => void): void {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (coding === undefined && (length === undefined || length === '0')) {
    done(NONE);
    return;
  }
  if (Number(length) > MOST_BYTES) {
    done({ state: 'tooLarge' });
    return;
  }
  collect(request, done);
}

function collect(request: IncomingMessage, done: (result: BodyResult) => void): void {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const end = (result: BodyResult): void => {
    request.off('data', onData).off('end', onEnd).off('close', onClose);
    done(result);
  };
  const onData = (chunk: Uint8Array): void => {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > MOST_BYTES) end({ state: 'tooLarge' });
  };
  const onEnd = (): void => end({ state: 'read', body: Buffer.concat(chunks) });
  const onClose = (): void => end({ state: 'gone' });
  request.on('data', onData).on('end', onEnd).on('close', onClose);
  // A client that resets the connection is told of by `close` too.
  request.on('error', () => {});
}
