import type { Endpoint } from './app.ts';
import { HandlerRequest, type RequestParts } from './handler-request.ts';
import { replyOf, replyOfError, type Reply } from './reply.ts';

/** Runs a handler. What it throws is a reply too; one that is there already is not made to wait for a promise. */
export function answerOf(
  endpoint: Endpoint,
  visit: { requestParts(): RequestParts },
): Reply | Promise<Reply> {
  try {
    const request = endpoint.takesRequest ? new HandlerRequest(visit.requestParts()) : NO_REQUEST;
    const value = endpoint.handler(request);
    if (isThenable(value)) return Promise.resolve(value).then(replyOrError, replyOfError);
    return replyOrError(value);
  } catch (error) {
    return replyOfError(error);
  }
}

/** For handlers that cannot look at it. */
const NO_REQUEST = undefined as unknown as HandlerRequest;

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function replyOrError(value: unknown): Reply | Promise<Reply> {
  try {
    const reply = replyOf(value);
    return reply instanceof Promise ? reply.catch(replyOfError) : reply;
  } catch (error) {
    return replyOfError(error);
  }
}
