/**
 * After how many requests one worker asks to be replaced.
 * @param jitter added at random up to this many, so that workers which began together do not all end together
 * @param random from 0 to 1, as Math.random
 */
export function maxRequestsOfOne(count: number, jitter: number, random: () => number): number {
  return count + Math.floor(random() * (jitter + 1));
}
