import type { Findings } from '../findings.ts';
import type { Tool } from '../required-tools.ts';
import type { ServerBenchOptions } from './bench-options.ts';

/** One thing that the server is judged by, with its section of docs/server-performance.md. */
export interface Part {
  tools: readonly Tool[];
  measure: (options: ServerBenchOptions) => Promise<Findings>;
}
