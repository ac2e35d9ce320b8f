import { cpus, loadavg } from 'node:os';

const loadBefore = loadavg()[0] ?? NaN;

/** What figures depend on beside what is measured: where and when. */
export function machineText(): string {
  const cpu = (cpus()[0]?.model ?? '').replace(/ (?:with|Processor|\d+-Core).*/, '');
  const loadNow = loadavg()[0] ?? NaN;
  return (
    `Node ${process.version}, ${cpus().length} cores (${cpu}). Load average of the machine: ${loadBefore.toFixed(1)} when the ` +
    `bench began, ${loadNow.toFixed(1)} at the end of this part; the bench itself makes up to 2.`
  );
}
