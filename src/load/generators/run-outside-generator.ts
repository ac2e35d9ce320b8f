import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import type { LoadSettings, SettingsProblem, TimeoutPolicy } from '../../plan/load-settings.ts';
import { millisecondsToNanoseconds, nanoseconds, type Nanoseconds } from '../../units.ts';
import { autocannon } from './autocannon.ts';
import type {
  FoundTool,
  OutsideFigures,
  OutsideGenerator,
  OutsideName,
  OutsideOrder,
} from './outside-generator.ts';
import { lastWords, runTool, type ToolOptions, type ToolOutput } from './tool-process.ts';
import { beyondOthers } from './unsupported-settings.ts';
import { wrk } from './wrk.ts';

const GENERATORS: Readonly<Record<OutsideName, OutsideGenerator>> = { wrk, autocannon };

/** What an outside generator did, by its own account. */
export interface OutsideResult extends OutsideFigures {
  name: OutsideName;
  version: string | null;
  windowEnd: Nanoseconds;
  /** Somebody ended the window before its time. */
  stopped: boolean;
}

/** What of these settings the tool cannot do; undefined where it can do all. To be asked before anything runs. */
export function unsupportedBy(name: OutsideName, settings: LoadSettings): SettingsProblem | undefined {
  return beyondOthers(name, settings) ?? GENERATORS[name].unsupported(settings);
}

/**
 * Looks for the tool, which a load would do too late.
 * @throws {UserError} when it is not there
 */
export async function requireOutside(name: OutsideName): Promise<void> {
  await GENERATORS[name].find();
}

/** What the tool does at the time-out, whatever it is told. */
export function policyOf(name: OutsideName): TimeoutPolicy {
  return GENERATORS[name].timeoutPolicy;
}

/**
 * Loads a server with another tool, in a process group of its own, and returns what the tool says of it.
 * @throws {UserError} when the tool is not there, cannot do what is asked, or fails; and when it was ended and said
 *   nothing, as autocannon does
 */
export async function runOutsideGenerator(
  name: OutsideName,
  order: OutsideOrder,
  options: ToolOptions = {},
): Promise<OutsideResult> {
  const problem = unsupportedBy(name, order.settings);
  if (problem !== undefined) throw new UserError(problem);
  const generator = GENERATORS[name];
  const tool = await generator.find();
  const folder = await mkdtemp(join(tmpdir(), 'loadstone-'));
  try {
    const scriptFile = join(folder, 'report.lua');
    if (generator.script !== undefined) await writeFile(scriptFile, generator.script);
    const output = await runTool(tool, generator.arguments(order, scriptFile), options);
    return resultOf(name, order, tool, output, options.signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function resultOf(
  name: OutsideName,
  order: OutsideOrder,
  { version }: FoundTool,
  output: ToolOutput,
  signal: AbortSignal | undefined,
): OutsideResult {
  const figures = output.ending === 'exit code 0' ? GENERATORS[name].read(output.lines, order) : undefined;
  const wasEnded = signal?.aborted === true;
  if (figures === undefined) {
    const what = wasEnded
      ? `${name} was ended and does not say what it did until then`
      : `${name} gave no report (${output.ending})${lastWords(output)}`;
    throw new UserError({ what, exitCode: 1 });
  }
  return {
    ...figures,
    name,
    version,
    windowEnd: nanoseconds(figures.windowStart + millisecondsToNanoseconds(figures.window)),
    stopped: wasEnded && figures.window < order.settings.duration,
  };
}
