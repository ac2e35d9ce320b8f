/**
 * Processor time of this thread so far, in ms, exact to the microsecond. The kernel brings a thread's count up to date at
 * its ticks, every 4 ms on many machines; asked for the whole process it does so at once, for the thread that asks.
 */
export function threadCpuMs(): number {
  process.cpuUsage();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e3;
}

/** Processor time of this process so far, all its threads included, in ms. */
export function processCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}
