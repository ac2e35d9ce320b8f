import { holdFrom, waitFor } from './hold.ts';

const hold = holdFrom(process.env);

/** An async handler: waits and leaves the event loop to others, as `await asyncio.sleep` does. */
export const async = async () => {
  await waitFor(hold);
  return { status: 'ok' };
};
