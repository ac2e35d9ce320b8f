import type { HandlerRequest } from '../handler-request.ts';
import { burnFor } from './burn.ts';
import { blockFor } from './hold-clock.ts';
import { nextHold } from './next-hold.ts';

/** A sync handler like most real ones: 80 % of its hold waiting for something else, then 20 % computing. */
export const mixed = (request: HandlerRequest) => {
  const hold = nextHold(request);
  const waiting = (hold * 4n) / 5n;
  blockFor(waiting);
  burnFor(hold - waiting);
  return { status: 'ok' };
};
