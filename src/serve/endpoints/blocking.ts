import type { HandlerRequest } from '../handler-request.ts';
import { blockFor } from './hold-clock.ts';
import { nextHold } from './next-hold.ts';

/** The mistake everyone makes once: an async handler that blocks, and with it the event loop of its worker. */
export const blocking = async (request: HandlerRequest) => {
  blockFor(nextHold(request));
  return { status: 'ok' };
};
