import type { z } from 'zod';
import { UserError } from '../errors.ts';
import { requestFor } from '../load/http/request.ts';
import type { LoadProgress } from '../load/run-load.ts';
import type { LoadOrder } from '../load/load-order.ts';
import { parseServerUrl } from '../load/server-url.ts';
import type { TransportChoice } from '../load/transport/choose-transport.ts';
import type { Stamps } from '../load/transport/transport.ts';
import { firstIssue } from '../plan/first-issue.ts';
import { contradictionIn, loadSettingsSchema } from '../plan/load-settings.ts';
import type { OwnTrialRecord } from '../samples/own-trial-record.ts';
import { nanosecondsToMilliseconds } from '../units.ts';
import { measureLoad } from './measure-load.ts';

/** What `generateLoad` is told; durations are text with their unit, such as `10s` or `250ms`. */
export interface GenerateLoadOptions extends Omit<z.input<typeof loadSettingsSchema>, 'endpoint'> {
  /** Where the requests go. */
  url: string | URL;
  /** `auto`, unless told: the fastest that works here. */
  transport?: TransportChoice;
  /** The kernel's, unless told, where the transport has them. */
  stamps?: Stamps;
  /** Ends the load early; the record then says that it was stopped. */
  signal?: AbortSignal;
}

/** How far a load has come. */
export interface LoadSnapshot {
  /** Since the measurement window started; negative in the ramp and the warm-up. */
  elapsedMs: number;
  started: number;
  completed: number;
  completedLate: number;
  timedOut: number;
  failed: number;
  /** In flight now. */
  inFlight: number;
  bytesRead: number;
}

/** A load that goes on: iterate over it for about ten snapshots a second, and await its record. */
export interface Load extends AsyncIterable<LoadSnapshot> {
  /** What became of every request, when the load has ended. */
  readonly record: Promise<OwnTrialRecord>;
}

/**
 * Loads a server. The load begins at once and goes on whether anybody looks at its snapshots or not; its signal stops
 * it. Both the iteration and the record end with the load.
 * @throws {UserError} when the options cannot be used; what is found out later rejects the record
 */
export function generateLoad({ signal, ...options }: GenerateLoadOptions): Load {
  const order = orderOf(options);
  const news = new Snapshots();
  const record = measureLoad(order, {
    onProgress: (progress) => news.add(snapshotOf(progress)),
    ...(signal === undefined ? {} : { signal }),
  }).finally(() => news.end());
  // Whoever only iterates hears of a failure there: it must not count as unhandled here.
  record.catch(() => {});
  return {
    record,
    async *[Symbol.asyncIterator]() {
      yield* news.follow();
      await record;
    },
  };
}

function orderOf(options: Omit<GenerateLoadOptions, 'signal'>): LoadOrder {
  const { url: where, transport, stamps, ...given } = options;
  const url = parseServerUrl(String(where));
  const endpoint = url.pathname + url.search;
  const settings = parseOption(loadSettingsSchema, { ...given, endpoint });
  const contradiction = contradictionIn(settings);
  if (contradiction !== undefined) throw new UserError(contradiction);
  return {
    url,
    requests: [requestFor(url, settings)],
    settings,
    ...(transport === undefined ? {} : { transport }),
    ...(stamps === undefined ? {} : { stamps }),
  };
}

function parseOption<T extends z.ZodType>(schema: T, given: z.input<T>): z.output<T> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const { path, message } = firstIssue(parsed.error);
  throw new UserError({ what: message, where: path });
}

function snapshotOf({ elapsed, counters }: LoadProgress): LoadSnapshot {
  const { inFlightAtStart: _, ...counts } = counters;
  return { elapsedMs: nanosecondsToMilliseconds(elapsed), ...counts };
}

/** Hands the newest snapshot to whoever waits for one: one that is slow misses some, and nothing piles up. */
class Snapshots {
  #newest: LoadSnapshot | undefined;
  #isOver = false;
  #changed = Promise.withResolvers<void>();

  add(snapshot: LoadSnapshot): void {
    this.#newest = snapshot;
    this.#tell();
  }

  end(): void {
    this.#isOver = true;
    this.#tell();
  }

  async *follow(): AsyncGenerator<LoadSnapshot> {
    let seen: LoadSnapshot | undefined;
    for (;;) {
      if (this.#newest !== undefined && this.#newest !== seen) {
        seen = this.#newest;
        yield seen;
      } else if (this.#isOver) {
        return;
      } else {
        await this.#changed.promise;
      }
    }
  }

  #tell(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }
}
