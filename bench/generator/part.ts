import type { BenchOptions } from './bench-options.ts';
import type { Tool } from './required-tools.ts';
import type { ServerPrograms } from './server-programs.ts';
import type { Verdict } from './verdict.ts';

/** One thing that the generator is judged by, with its section of docs/performance.md. */
export interface Part {
  tools: readonly Tool[];
  measure: (options: BenchOptions, programs: ServerPrograms) => Promise<Findings>;
}

/** What a part has measured. */
export interface Findings {
  /** Markdown. */
  text: string;
  verdicts: Verdict[];
}
