import { blockFor, holdFrom } from './hold.ts';

const hold = holdFrom(process.env);

/** The mistake everyone makes once: an async handler that blocks, and with it the event loop of its worker. */
export const blocking = async () => {
  blockFor(hold);
  return { status: 'ok' };
};
