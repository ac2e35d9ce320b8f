// Whether an open loop keeps its schedule, and whether it tells the truth of a server that pauses in the middle: there
// what each request really takes follows from the schedule by arithmetic.
import type { BenchOptions } from './bench-options.ts';
import { Failures } from '../failures.ts';
import type { Findings } from '../findings.ts';
import type { Part } from './part.ts';
import { measurePause } from './pause.ts';
import { measureSchedule } from './schedule.ts';
import type { ServerPrograms } from './server-programs.ts';

const SECONDS = 10;

export const openLoop: Part = {
  tools: ['cc', 'wrk', 'loadstone', 'taskset', 'bash'],
  measure: measureOpenLoop,
};

async function measureOpenLoop(options: BenchOptions, programs: ServerPrograms): Promise<Findings> {
  const { rounds, seconds = SECONDS } = options;
  const failures = new Failures();
  const schedule = await measureSchedule(programs, { rounds, seconds }, failures);
  const pause = await measurePause(programs, { rounds, seconds }, failures);
  const text = [
    `Medians and ranges of ${rounds} interleaved rounds of ${seconds} s; arrivals at a constant rate.`,
    schedule.text,
    pause.text,
    failures.text.trimEnd(),
  ].filter((part) => part !== '');
  return { text: text.join('\n\n'), verdicts: [...schedule.verdicts, ...pause.verdicts] };
}
