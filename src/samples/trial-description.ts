import { methodOf, type LoadSettings } from '../plan/load-settings.ts';
import type { Condition } from '../plan/plan.ts';
import { millisecondsToSeconds, type Milliseconds } from '../units.ts';
import type { Observation } from './observation.ts';
import type { Prediction } from './prediction.ts';
import type { ServerTelemetry } from './server-telemetry.ts';
import type { Environment } from './environment-schema.ts';
import { TRIAL_SCHEMA, type TrialRecord } from './trial-record.ts';

/** What a trial is, apart from what was measured in it. */
export interface TrialContext {
  startedAt: Date;
  condition: Condition;
  order: TrialRecord['order'];
  environment: Environment;
  /** What the server said of itself, where it does. */
  telemetry?: ServerTelemetry | null;
  /** What was seen of the server from outside, where it was observed. */
  observation?: Observation | null;
  /** What was expected of it, where that could be told. */
  prediction?: Prediction | null;
  /** Why the measurement cannot be trusted, as far as is known outside the generator. */
  reasons: readonly string[];
}

/**
 * What a record has from its context, whatever made the load.
 * @param ofLoad why the load itself shows that the measurement cannot be trusted
 */
export function describeTrial(context: TrialContext, ofLoad: readonly string[]) {
  const reasons = [...context.reasons, ...ofLoad];
  return {
    schema: TRIAL_SCHEMA,
    startedAt: context.startedAt.toISOString(),
    condition: context.condition,
    order: context.order,
    telemetry: context.telemetry ?? null,
    observation: context.observation ?? null,
    prediction: context.prediction ?? null,
    environment: context.environment,
    validity: { valid: reasons.length === 0, reasons },
  } satisfies Partial<TrialRecord>;
}

/** What came back in each second of the window. */
export function throughputOver(
  window: Milliseconds,
  completed: number,
  bytesRead: number,
): Pick<TrialRecord['throughput'], 'completedPerSecond' | 'bytesReadPerSecond'> {
  const perSecond = (count: number): number => (window === 0 ? 0 : count / millisecondsToSeconds(window));
  return { completedPerSecond: perSecond(completed), bytesReadPerSecond: perSecond(bytesRead) };
}

/** What was asked of the load, whatever made it. */
export function describeLoad(
  url: URL,
  settings: LoadSettings,
): Omit<TrialRecord['load'], 'tls' | 'transport' | 'stamps'> {
  const { arrivalsPerSecond } = settings;
  return {
    url: url.href,
    method: methodOf(settings),
    loop: arrivalsPerSecond === undefined ? 'closed' : 'open',
    generatorThreads: settings.generatorThreads,
    connections: settings.connections,
    durationMs: Number.isFinite(settings.duration) ? settings.duration : null,
    requests: settings.requests ?? null,
    thinkTimeMs: settings.thinkTime ?? 0,
    rampMs: settings.ramp ?? 0,
    warmupMs: settings.warmup ?? 0,
    arrivals:
      arrivalsPerSecond === undefined
        ? null
        : {
            perSecond: arrivalsPerSecond,
            process: settings.arrivalProcess,
            seed: settings.arrivalSeed,
            catchUp: settings.catchUp,
            connectionsMax: settings.connectionsMax,
          },
    timeoutMs: settings.timeout,
    timeoutPolicy: settings.timeoutPolicy,
    expectedIntervalMs: settings.expectedInterval ?? null,
  };
}
