import type { Endpoint } from './app.ts';
import { HandlerRequest, type RequestParts } from './handler-request.ts';
import { replyOf, replyOfError, type Reply } from './reply.ts';

/**
 * Runs a handler and hands on its reply, at once where it is there at once. What it throws is a reply too. Hot: a
 * promise takes one turn of the microtasks, and no second promise is made of it.
 */
export function answer(
  endpoint: Endpoint,
  visit: { requestParts(): RequestParts },
  give: (reply: Reply) => void,
): void {
  let value: unknown;
  try {
    value = endpoint.handler(endpoint.takesRequest ? new HandlerRequest(visit.requestParts()) : NO_REQUEST);
  } catch (error) {
    give(replyOfError(error));
    return;
  }
  const failed = (error: unknown): void => give(replyOfError(error));
  if (isThenable(value)) value.then((settled) => deliver(settled, give, failed), failed);
  else deliver(value, give, failed);
}

/** For handlers that cannot look at it. */
const NO_REQUEST = undefined as unknown as HandlerRequest;

function deliver(value: unknown, give: (reply: Reply) => void, failed: (error: unknown) => void): void {
  let reply: Reply | Promise<Reply>;
  try {
    reply = replyOf(value);
  } catch (error) {
    failed(error);
    return;
  }
  if (reply instanceof Promise) reply.then(give, failed);
  else give(reply);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
