import { exactHold, parseHold, scaledHold } from '../plan/hold.ts';
import { planSchema, type Level, type Plan } from '../plan/plan.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { TargetRecord } from '../samples/target-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { UserError } from '../errors.ts';
import { milliseconds, parseDuration } from '../units.ts';

/** How the levels of a load's or server's setting follow the time scale. */
const DURATION_FACTORS = new Set([
  'duration',
  'timeout',
  'thinkTime',
  'expectedInterval',
  'ramp',
  'warmup',
  'workerTimeout',
]);

/**
 * A plan of what a run measured, in the times that it was measured in: at time scale 1. Of a command it has what
 * predictions need, and not how to start it.
 * @param load settings in place of those of the run
 * @throws {UserError} when the run has no trial
 */
export function planOfRun({ run, trials }: StoredRun, load: Readonly<Record<string, unknown>>): Plan {
  const [first] = trials;
  if (first === undefined) throw new UserError({ what: 'the run has no trial', where: run.id });
  const targets = Object.fromEntries(
    run.plan.targets.map((target) => [target.name ?? 'server', targetInput(target, run.timeScale)]),
  );
  const [only] = Object.values(targets);
  return planSchema.parse({
    name: run.plan.name,
    ...(run.plan.targets.length === 1 && run.plan.targets[0]?.name === null ? { target: only } : { targets }),
    load: { ...loadInput(first), ...load },
    factors: factorsOf(run.plan.conditions, run.timeScale),
  });
}

function factorsOf(
  conditions: StoredRun['run']['plan']['conditions'],
  timeScale: number,
): Record<string, Level[]> {
  const factors: Record<string, Level[]> = {};
  for (const condition of conditions)
    for (const [factor, level] of Object.entries(condition)) {
      const levels = (factors[factor] ??= []);
      const scaled = scaledLevel(factor, level, timeScale);
      if (!levels.includes(scaled)) levels.push(scaled);
    }
  return factors;
}

/** A run whose conditions have the levels that its plan made of it has: in the times that it was measured in. */
export function inOwnTimes({ run, trials }: StoredRun): StoredRun {
  const scaled = ({ condition, ...trial }: TrialRecord): TrialRecord => ({
    ...trial,
    condition: Object.fromEntries(
      Object.entries(condition).map(([factor, level]) => [factor, scaledLevel(factor, level, run.timeScale)]),
    ),
  });
  return { run, trials: trials.map(scaled) };
}

function scaledLevel(factor: string, level: Level, timeScale: number): Level {
  if (factor === 'arrivalsPerSecond') return Number(level) / timeScale;
  if (typeof level !== 'string') return level;
  if (factor === 'hold') return scaledHoldText(level, timeScale);
  const duration = DURATION_FACTORS.has(factor) ? parseDuration(level) : undefined;
  return duration === undefined ? level : msText(duration * timeScale);
}

function scaledHoldText(text: string, timeScale: number): string {
  const hold = parseHold(text);
  return hold === undefined ? text : exactHold(scaledHold(hold, timeScale));
}

/** As a plan has it, to the nanosecond. */
const msText = (ms: number): string => `${Number(ms.toFixed(6))}ms`;

function targetInput(target: TargetRecord, timeScale: number): Record<string, unknown> {
  const { name: _name, ...rest } = target;
  switch (rest.kind) {
    case 'embedded': {
      const { workerTimeoutMs, ...settings } = rest;
      return known({
        ...settings,
        hold: scaledHoldText(settings.hold, timeScale),
        workerTimeout: msText(milliseconds(workerTimeoutMs * timeScale)),
      });
    }
    case 'command': {
      const { workers, model, hold } = rest;
      return known({
        kind: 'command',
        command: ['server'],
        workers,
        model,
        hold: hold === null ? null : scaledHoldText(hold, timeScale),
      });
    }
    case 'url':
      return known(rest);
  }
}

function loadInput({ load, condition }: TrialRecord): Record<string, unknown> {
  const { arrivals, durationMs, requests, thinkTimeMs, rampMs, warmupMs } = load;
  const span = (ms: number): string | null => (ms === 0 ? null : msText(ms));
  return known({
    generatorThreads: load.generatorThreads,
    connections: load.connections,
    // A load that ended with a number of requests has no other end.
    duration: durationMs === null ? '1h' : msText(durationMs),
    requests,
    timeout: msText(load.timeoutMs),
    timeoutPolicy: load.timeoutPolicy,
    thinkTime: span(thinkTimeMs),
    ramp: span(rampMs),
    warmup: span(warmupMs),
    endpoint: typeof condition['endpoint'] === 'string' ? null : new URL(load.url).pathname,
    arrivalsPerSecond: arrivals?.perSecond ?? null,
    arrivalProcess: arrivals?.process ?? null,
    arrivalSeed: arrivals?.seed ?? null,
    connectionsMax: arrivals?.connectionsMax ?? null,
  });
}

/** What is known of these. */
const known = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
