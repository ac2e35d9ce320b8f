/** The processor time of the calling thread so far, in microseconds. */
export type ProcessorClock = () => number;

const threadClock: ProcessorClock = () => {
  const { user, system } = process.threadCpuUsage();
  return user + system;
};

/** About 20 µs of arithmetic, so that asking the kernel for the time (1 µs) is a small part of it. */
const STEPS_A_ROUND = 10_000;

/**
 * Computes until this thread has used so many nanoseconds of processor time. By the wall clock, 40 threads on 2 cores
 * would each be done at the time of one, as if there were 40 cores.
 */
export function burnFor(hold: bigint, clock: ProcessorClock = threadClock): void {
  if (hold <= 0n) return;
  const end = clock() + Number(hold) / 1e3;
  while (clock() < end) compute();
}

let state = 1;

/** Arithmetic whose result is kept, so that no compiler leaves it out. */
function compute(): void {
  for (let step = 0; step < STEPS_A_ROUND; step += 1)
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
}
