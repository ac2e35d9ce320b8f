import { makeObservation } from '../observe/make-observation.ts';
import { observe, type Observer } from '../observe/observer.ts';
import type { Observation } from '../samples/observation.ts';
import type { ServerTelemetry } from '../samples/server-telemetry.ts';
import type { RunningTarget } from '../target/target.ts';
import { nanosecondsToMilliseconds, type Nanoseconds } from '../units.ts';
import { serverTelemetry } from './server-telemetry.ts';

/** What was seen of a server while it was loaded, and what it said of itself. */
export interface SeenServer {
  observation: Observation | null;
  telemetry: ServerTelemetry | null;
}

/** A server that is watched from outside, and asked for reports where it makes any, from before the load on. */
export class WatchedServer {
  readonly #target: RunningTarget;
  readonly #observer: Observer | undefined;
  readonly #outside: { generatorPid: number | undefined };

  private constructor(
    target: RunningTarget,
    observer: Observer | undefined,
    outside: { generatorPid: number | undefined },
  ) {
    this.#target = target;
    this.#observer = observer;
    this.#outside = outside;
  }

  static async watch(target: RunningTarget): Promise<WatchedServer> {
    const outside = { generatorPid: undefined };
    const { subject } = target;
    const observer =
      subject &&
      (await observe({
        ...subject,
        get generatorPid() {
          return outside.generatorPid;
        },
      }));
    await target.askForReports();
    return new WatchedServer(target, observer, outside);
  }

  /** A load generator that is a process of its own is looked at too. */
  generatorIs(pid: number | undefined): void {
    this.#outside.generatorPid = pid;
  }

  /** @param beganIdle the load begins with the window; else that moment itself is read */
  windowBegins(beganIdle: boolean): void {
    this.#observer?.windowBegins();
    if (beganIdle) return;
    // A reading that fails makes the last one fail, which is waited for.
    this.#observer?.readNow().catch(() => undefined);
    void this.#target.askForReports();
  }

  /** Reads everything a last time. */
  async end(): Promise<(span: WatchedSpan) => SeenServer> {
    const [raw] = await Promise.all([this.#observer?.stop(), this.#target.askForReports()]);
    return ({ windowStart, windowEnd, beganIdle }) => ({
      observation: raw === undefined ? null : makeObservation(raw, { start: windowStart, end: windowEnd }),
      telemetry: serverTelemetry(this.#target.reports(), {
        windowStart: nanosecondsToMilliseconds(windowStart),
        windowEnd: nanosecondsToMilliseconds(windowEnd),
        beganIdle,
      }),
    });
  }
}

/** When the load was measured. */
export interface WatchedSpan {
  readonly windowStart: Nanoseconds;
  readonly windowEnd: Nanoseconds;
  /** The load began with the window. */
  readonly beganIdle: boolean;
}
