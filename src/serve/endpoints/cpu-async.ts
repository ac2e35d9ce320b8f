import type { HandlerRequest } from '../handler-request.ts';
import { burnFor } from './burn.ts';
import { nextHold } from './next-hold.ts';

/** An async handler that computes: `async` makes nothing of it wait elsewhere, so the event loop waits for it. */
export const cpuAsync = async (request: HandlerRequest) => {
  burnFor(nextHold(request));
  return { status: 'ok' };
};
