import type { Hold } from '../../src/plan/hold.ts';
import { loadSettingsSchema } from '../../src/plan/load-settings.ts';
import type { SimulationModel } from '../../src/queueing/simulator/simulation-model.ts';
import { milliseconds } from '../../src/units.ts';

/** What is simulated for a while first, and what is measured. */
interface MeasuredModel {
  readonly warmUp: SimulationModel;
  readonly model: SimulationModel;
}

interface Size {
  readonly clients: number;
  readonly workers: number;
  readonly slots: number;
  readonly hold: Hold;
  readonly think: Hold;
}

const exponential = (mean: number): Hold => ({ kind: 'exponential', mean: milliseconds(mean) });
const constant = (duration: number): Hold => ({ kind: 'constant', duration: milliseconds(duration) });

/** Clients that think, before workers with slots: two events a request. */
function modelOf(
  { clients, workers, slots, hold, think }: Size,
  end: Record<string, unknown>,
): SimulationModel {
  return {
    server: {
      workers,
      slots,
      order: 'fifo',
      spread: { policy: 'roundRobin' },
      requests: [{ place: 'slot', hold, weight: 1 }],
      loopTime: milliseconds(0),
      handlerTime: milliseconds(0),
    },
    load: loadSettingsSchema.parse({
      connections: clients,
      generatorThreads: 1,
      timeout: '1h',
      timeoutPolicy: 'wait',
      ...end,
    }),
    thinkTime: think,
  };
}

const hundred = { clients: 100, workers: 1, slots: 40 };
/** The model that SimPy has too. */
export const REPAIRMAN = { ...hundred, holdMs: 1, thinkMs: 2 } as const;
const repairman = { ...hundred, hold: exponential(REPAIRMAN.holdMs), think: exponential(REPAIRMAN.thinkMs) };
const alike = { ...hundred, hold: constant(1), think: constant(2) };
const million = {
  clients: 1_000_000,
  workers: 400,
  slots: 40,
  hold: exponential(10),
  think: exponential(2_000),
};

export const MODELS = {
  hundred: {
    warmUp: modelOf(repairman, { duration: '100s' }),
    model: modelOf(repairman, { duration: '150s' }),
  },
  hundredAlike: { warmUp: modelOf(alike, { duration: '100s' }), model: modelOf(alike, { duration: '150s' }) },
  million: {
    warmUp: modelOf({ ...million, clients: 10_000 }, { duration: '10s' }),
    model: modelOf(million, { duration: '1h', requests: 10_000_000 }),
  },
} as const satisfies Record<string, MeasuredModel>;

export type ModelName = keyof typeof MODELS;
