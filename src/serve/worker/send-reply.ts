import type { ServerResponse } from 'node:http';
import { log, stackOf } from '../log.ts';
import { errorReply, replyOfError, type Reply } from '../reply.ts';

/** Statuses whose responses have no body, nor say how long it would be. */
const BODILESS = new Set([204, 304]);

/** Sends a reply in one piece. One that HTTP cannot carry is answered with 500 and logged. */
export function sendReply(response: ServerResponse, reply: Reply): void {
  const { status, headers, body } = reply;
  try {
    if (BODILESS.has(status)) response.writeHead(status, [...headers]);
    else response.writeHead(status, [...headers, 'content-length', String(Buffer.byteLength(body))]);
    response.end(body);
  } catch (error) {
    log(`${response.req.method} ${response.req.url}: the reply cannot be sent: ${stackOf(error)}`);
    if (response.headersSent) response.destroy();
    else sendReply(response, replyOfError(error));
  }
}

/** Answers without asking a handler. */
export function sendError(response: ServerResponse, status: number, error: string): void {
  sendReply(response, errorReply(status, error));
}
