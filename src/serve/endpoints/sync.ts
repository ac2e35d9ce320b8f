import type { HandlerRequest } from '../handler-request.ts';
import { blockFor } from './hold-clock.ts';
import { nextHold } from './next-hold.ts';

/** A sync handler: blocks the thread it runs on, as `time.sleep` does in a plain `def`. */
export const sync = (request: HandlerRequest) => {
  blockFor(nextHold(request));
  return { status: 'ok' };
};
