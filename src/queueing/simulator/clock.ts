import { nanoseconds, type Nanoseconds } from '../../units.ts';

/**
 * The time of the simulation, for all that takes part in it. Hot: a number with a fraction's range that is an argument or
 * a result has to be put into a box on the heap wherever V8 does not inline the call; in a field it stays where it is.
 */
export class Clock {
  now: Nanoseconds = nanoseconds(0);
}
