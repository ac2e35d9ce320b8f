import type { OwnTrialRecord } from '../../src/samples/own-trial-record.ts';
import { GeneratorProcess } from '../generator-process.ts';
import { LINUX_TRANSPORTS, loadstoneCommand, readLoadstone } from './generators.ts';
import { outcomeOf, type Outcome } from './run-generator.ts';

/** What loads by a schedule. */
export const TRANSPORTS = ['node', ...LINUX_TRANSPORTS] as const;

const CONNECTIONS = 100;
/** More than arrive while a server pauses. */
const CONNECTIONS_AT_MOST = 10_000;

/** Loadstone's open loop with arrivals at a constant rate, on the generator's core. */
export function runOpenLoad(
  transport: string,
  load: { url: string; perSecond: number; seconds: number },
): Promise<Outcome<OwnTrialRecord>> {
  const arrivals = ['-R', String(load.perSecond), '--arrivals', 'constant', `-d${load.seconds}s`];
  const connections = [`-c${CONNECTIONS}`, '--connections-max', String(CONNECTIONS_AT_MOST)];
  const flags = [...arrivals, ...connections, '--transport', transport];
  return outcomeOf(async () => {
    const command = loadstoneCommand(flags, load.url);
    const { output } = await new GeneratorProcess(command, load.seconds, { isTimed: false }).finished();
    return readLoadstone(output);
  });
}
