import type { HandlerRequest } from '../handler-request.ts';
import { burnFor } from './burn.ts';
import { nextHold } from './next-hold.ts';

/** A sync handler that computes: it needs a processor for its hold, and more threads bring no more processors. */
export const cpu = (request: HandlerRequest) => {
  burnFor(nextHold(request));
  return { status: 'ok' };
};
