import type { RunLoadOptions } from '../../src/load/run-load.ts';
import type { LoadOrder } from '../../src/load/load-order.ts';
import { requestFor } from '../../src/load/http/request.ts';
import type { LoadSettings } from '../../src/plan/load-settings.ts';
import { measureLoad } from '../../src/run/measure-load.ts';
import type { OwnTrialRecord } from '../../src/samples/own-trial-record.ts';
import { milliseconds } from '../../src/units.ts';
import { ownRecord } from './own-record.ts';

const SETTINGS: LoadSettings = {
  generatorThreads: 2,
  connections: 4,
  duration: milliseconds(500),
  timeout: milliseconds(2_000),
  timeoutPolicy: 'abort',
  endpoint: '/',
  headers: {},
  arrivalProcess: 'constant',
  catchUp: 'send',
  connectionsMax: 10_000,
  arrivalSeed: 1,
};

/** What a test may say of a load, beside its settings. */
export interface LoadOptions
  extends
    RunLoadOptions,
    Partial<
      Pick<
        LoadOrder,
        'transport' | 'stamps' | 'requests' | 'requestOrder' | 'tls' | 'unixSocket' | 'restConnected'
      >
    > {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  scheme?: 'http' | 'https';
  /** As a URL has it; 127.0.0.1 unless told. */
  host?: string;
}

/** Loads a port of this machine and returns the checked record. */
export async function loadPort(
  port: number,
  settings: Partial<LoadSettings> = {},
  {
    scheme = 'http',
    host = '127.0.0.1',
    method,
    headers = {},
    requests,
    requestOrder,
    transport,
    stamps,
    tls,
    unixSocket,
    restConnected,
    ...options
  }: LoadOptions = {},
): Promise<OwnTrialRecord> {
  const url = new URL(`${scheme}://${host}:${port}${settings.endpoint ?? '/'}`);
  const order: LoadOrder = {
    url,
    requests: requests ?? [requestFor(url, { headers, ...(method === undefined ? {} : { method }) })],
    ...(requestOrder === undefined ? {} : { requestOrder }),
    settings: { ...SETTINGS, ...settings },
    ...(transport === undefined ? {} : { transport }),
    ...(stamps === undefined ? {} : { stamps }),
    ...(tls === undefined ? {} : { tls }),
    ...(unixSocket === undefined ? {} : { unixSocket }),
    ...(restConnected === undefined ? {} : { restConnected }),
  };
  return ownRecord(await measureLoad(order, options));
}
