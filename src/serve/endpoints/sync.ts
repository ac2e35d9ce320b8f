import { blockFor, holdFrom } from './hold.ts';

const hold = holdFrom(process.env);

/** A sync handler: blocks the thread it runs on, as `time.sleep` does in a plain `def`. */
export const sync = () => {
  blockFor(hold);
  return { status: 'ok' };
};
