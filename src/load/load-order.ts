import type { LoadSettings } from '../plan/load-settings.ts';
import type { Milliseconds } from '../units.ts';
import type { RequestTemplate } from './http/request.ts';
import type { RequestOrder } from './request-picker.ts';
import type { TransportChoice } from './transport/choose-transport.ts';
import type { Stamps, TlsTrust } from './transport/transport.ts';

/** What to load, and with what. */
export interface LoadOrder {
  /** Where the requests go, and what the record names. */
  url: URL;
  /** What is asked for, and in which order. */
  requests: readonly RequestTemplate[];
  requestOrder?: RequestOrder;
  settings: LoadSettings;
  /** How long the connections rest once all are open, so that the server has accepted them before the first request; 0 unless told. */
  restConnected?: Milliseconds;
  /** `auto`, unless told: the fastest that works here. */
  transport?: TransportChoice;
  /** The kernel's, unless told, where the transport has them. */
  stamps?: Stamps;
  /** Which certificates an https server may have: those that Node trusts, unless told. */
  tls?: TlsTrust;
  /** The path of the socket to connect to, instead of the URL's host. */
  unixSocket?: string;
}
