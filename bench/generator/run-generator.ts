import { GeneratorProcess } from '../generator-process.ts';
import type { Generator, Load, Reading } from './generators.ts';

/** What one load took, as its generator and the system say. */
export interface Measured extends Reading {
  /** User and system time of the whole process, its start included. */
  cpuSeconds: number;
}

/** A generator that fails is a figure that is missing, and no reason to end the bench. */
export type Outcome<T> = { state: 'measured'; measured: T } | { state: 'failed'; reason: string };

/** Loads by a generator on its core. */
export function runGenerator(generator: Generator, load: Load): Promise<Outcome<Measured>> {
  return outcomeOf(() => measure(generator, generator.command(load), load.seconds));
}

/** What it costs to start the generator and to print, in CPU seconds. */
export async function startCost(generator: Generator, load: Load): Promise<number> {
  const { startCommand } = generator;
  if (startCommand === undefined) return 0;
  const outcome = await outcomeOf(() => measure(generator, startCommand(load), 0));
  return outcome.state === 'measured' ? outcome.measured.cpuSeconds : NaN;
}

/** What it returns, or why it throws. */
export async function outcomeOf<T>(measuring: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { state: 'measured', measured: await measuring() };
  } catch (thrown) {
    return { state: 'failed', reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

async function measure(generator: Generator, command: readonly string[], seconds: number): Promise<Measured> {
  const { output, cpuSeconds } = await new GeneratorProcess(command, seconds, { isTimed: true }).finished();
  return { ...generator.read(output), cpuSeconds };
}
