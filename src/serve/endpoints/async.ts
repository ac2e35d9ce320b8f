import type { HandlerRequest } from '../handler-request.ts';
import { waitFor } from './hold-clock.ts';
import { nextHold } from './next-hold.ts';

/** An async handler: waits and leaves the event loop to others, as `await asyncio.sleep` does. */
export const async = async (request: HandlerRequest) => {
  await waitFor(nextHold(request));
  return { status: 'ok' };
};
