import type { LoadSettings } from '../plan/load-settings.ts';
import type { ArrivalCountValues } from '../samples/arrival-counts.ts';
import type { ConnectionsResult } from './connections.ts';
import type { FailureKindMessage } from './raw-samples/failure-kinds.ts';
import type { RequestOrder } from './request-picker.ts';
import type { ThreadUsage } from './thread-usage.ts';
import type { TransportName } from './transport/choose-transport.ts';
import type { Endpoint, Stamps, TlsSettings } from './transport/transport.ts';

/** What a generator thread is told. */
export interface GeneratorThreadTask {
  transport: TransportName;
  stamps: Stamps;
  endpoint: Endpoint;
  tls?: TlsSettings;
  wakeFd?: number;
  requests: { bytes: Uint8Array<SharedArrayBuffer>; bodyless: boolean }[];
  requestOrder: RequestOrder;
  /** The load's, of all threads. */
  settings: LoadSettings;
  /** Which thread this is, from 0, and how many there are. */
  thread: number;
  threads: number;
  /** Of this thread's connections: those it begins with, how many there can be, how many the other threads have before. */
  initialConnections: number;
  capacity: number;
  firstConnection: number;
  control: SharedArrayBuffer;
  window: SharedArrayBuffer;
  counters: SharedArrayBuffer;
  /** Where there is a number of requests. */
  budget: SharedArrayBuffer | undefined;
  /** Where every request is to be kept for itself. */
  samples: SharedArrayBuffer | undefined;
}

/** What a generator thread hands over when its window has ended. */
export interface ThreadResult extends ConnectionsResult {
  /** In an open loop. */
  arrivals?: ArrivalCountValues;
  usage: ThreadUsage;
  stamps: Stamps;
}

/** To the main thread: its code is loaded; its connections are open; or it has ended. What it is told stands in ThreadControl. */
export type FromGeneratorThread =
  | { type: 'loaded' }
  | { type: 'ready' }
  | FailureKindMessage
  | { type: 'finished'; result: ThreadResult };
