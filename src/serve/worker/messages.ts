import type { ServerSettings } from '../../plan/server-settings.ts';
import type { Milliseconds } from '../../units.ts';
import type { WorkerReport } from '../telemetry/worker-report.ts';

/** What a worker process is started with: JSON in its first argument. */
export interface WorkerOptions extends Pick<
  ServerSettings,
  'workerClass' | 'poolSize' | 'threads' | 'limitInFlight'
> {
  /** The worker's number, from 1; one that takes another's place has the same. */
  readonly place: number;
  readonly appFile: string;
  /** How long an idle connection is kept. */
  readonly keepAlive: Milliseconds;
  /** The file descriptor of a bound socket to listen on; absent where the master deals connections. */
  readonly listenFd?: number;
  readonly backlog: number;
  /** Responses say in a Server-Timing header how long the request queued and was served. */
  readonly serverTiming: boolean;
  /** The worker asks to be replaced once it has answered so many requests. */
  readonly maxRequests?: number;
}

/** From the master. */
export type MasterMessage =
  /** Brings a socket along; so many more are behind it. */
  | { readonly type: 'connection'; readonly behind: number }
  /** A sign of life and a report are wanted. */
  | { readonly type: 'ping' }
  /**
   * No new connections; ends when the last is gone; nothing comes after it but a drain without `linger`.
   * `linger`: idle connections are kept until their next response, for another worker is there for what follows.
   */
  | { readonly type: 'drain'; readonly linger: boolean }
  /** What all workers reported last, for the `metricsWanted` of this id. */
  | { readonly type: 'metrics'; readonly id: number; readonly reports: readonly WorkerReport[] };

/** To the master. */
export type WorkerMessage =
  | { readonly type: 'ready' }
  /** It could not start; its process ends. */
  | { readonly type: 'failed'; readonly reason: string }
  /** It has a connection that was handed to it: they are taken in the order in which they were sent. */
  | { readonly type: 'took' }
  /** The answer to a ping. */
  | { readonly type: 'report'; readonly report: WorkerReport }
  /** Somebody asked this worker for the metrics of all. */
  | { readonly type: 'metricsWanted'; readonly id: number }
  /** It has answered its `maxRequests` and goes on until it is told to drain. */
  | { readonly type: 'retiring' };
