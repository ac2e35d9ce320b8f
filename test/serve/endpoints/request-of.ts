import { HandlerRequest } from '../../../src/serve/handler-request.ts';

/** A GET as a handler gets it. */
export function requestOf(url: string): HandlerRequest {
  return new HandlerRequest({ method: 'GET', url, params: {}, rawHeaders: [], body: new Uint8Array() });
}
