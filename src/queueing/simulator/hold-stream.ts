import { drawHold, type Hold, type Uniform01 } from '../../plan/hold.ts';
import { millisecondsToNanoseconds, nanoseconds, type Milliseconds, type Nanoseconds } from '../../units.ts';

/** Draws one length of time after the other, in whole nanoseconds. */
export type HoldStream = () => Nanoseconds;

/** @param extra added to each */
export function holdStream(hold: Hold, extra: Milliseconds, uniform: Uniform01): HoldStream {
  const added = millisecondsToNanoseconds(extra);
  if (hold.kind !== 'constant')
    return () => nanoseconds(millisecondsToNanoseconds(drawHold(hold, uniform)) + added);
  const always = nanoseconds(millisecondsToNanoseconds(hold.duration) + added);
  return () => always;
}
