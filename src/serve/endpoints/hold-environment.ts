import { holdInSeconds, parseHold, type Hold } from '../../plan/hold.ts';

/**
 * What carries the hold to the endpoints: LOADSTONE_HOLD in seconds, so that a server in any language can read a
 * constant (`0.25`); a distribution is written as `exp:0.25`. LOADSTONE_HOLD_SEED and the
 * worker's place (LOADSTONE_WORKER_PLACE) decide the draws.
 */
export function holdEnvironment(
  hold: Hold,
  seed: number,
  workerPlace: number,
): Readonly<Record<string, string>> {
  return {
    LOADSTONE_HOLD: holdInSeconds(hold),
    LOADSTONE_HOLD_SEED: String(seed),
    LOADSTONE_WORKER_PLACE: String(workerPlace),
  };
}

/** What an endpoint reads there. */
export interface HoldSettings {
  readonly hold: Hold;
  readonly seed: number;
  /** From 1. */
  readonly workerPlace: number;
}

const DEFAULTS = { LOADSTONE_HOLD: '10', LOADSTONE_HOLD_SEED: '1', LOADSTONE_WORKER_PLACE: '1' };

export function holdFrom(environment: Readonly<Record<string, string | undefined>>): HoldSettings {
  const text = environment['LOADSTONE_HOLD'] ?? DEFAULTS.LOADSTONE_HOLD;
  const hold = parseHold(text, 's');
  if (hold === undefined)
    throw new Error(`LOADSTONE_HOLD is "${text}", neither a number of seconds nor a distribution of it`);
  const numberFrom = (name: keyof typeof DEFAULTS): number => {
    const given = environment[name] ?? DEFAULTS[name];
    if (/^\d+$/.test(given)) return Number(given);
    throw new Error(`${name} is "${given}", not a whole number`);
  };
  return {
    hold,
    seed: numberFrom('LOADSTONE_HOLD_SEED'),
    workerPlace: numberFrom('LOADSTONE_WORKER_PLACE'),
  };
}
