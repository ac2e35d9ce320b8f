import { parseHold, type Hold } from '../../../src/plan/hold.ts';
import { loadSettingsSchema, type LoadSettings } from '../../../src/plan/load-settings.ts';
import type { HandlerPlace } from '../../../src/plan/handler-place.ts';
import type { SimulatedServer } from '../../../src/queueing/simulator/simulation-model.ts';
import { milliseconds } from '../../../src/units.ts';

export function hold(text: string): Hold {
  const parsed = parseHold(text);
  if (parsed === undefined) throw new Error(`${text} is no hold`);
  return parsed;
}

/** A load as a plan has it: a minute of 100 connections, unless it says something else. */
export const load = (settings: Record<string, unknown> = {}): LoadSettings =>
  loadSettingsSchema.parse({
    duration: '60s',
    timeout: '1h',
    timeoutPolicy: 'wait',
    generatorThreads: 1,
    ...settings,
  });

/** One worker with one kind of request. */
export const server = (
  place: HandlerPlace,
  holdText: string,
  settings: Partial<SimulatedServer> = {},
): SimulatedServer => ({
  workers: 1,
  slots: 1,
  order: 'fifo',
  spread: { policy: 'roundRobin' },
  requests: [{ place, hold: hold(holdText), weight: 1 }],
  loopTime: milliseconds(0),
  handlerTime: milliseconds(0),
  ...settings,
});

/** Seeds that are far apart, so that no two generators begin alike. */
export const seedOf = (number: number): number => Math.imul(number, 0x9e37_79b1) >>> 0;
