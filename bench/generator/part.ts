import type { Findings } from '../findings.ts';
import type { BenchOptions } from './bench-options.ts';
import type { Tool } from '../required-tools.ts';
import type { ServerPrograms } from './server-programs.ts';

/** One thing that the generator is judged by, with its section of docs/performance.md. */
export interface Part {
  tools: readonly Tool[];
  measure: (options: BenchOptions, programs: ServerPrograms) => Promise<Findings>;
}
