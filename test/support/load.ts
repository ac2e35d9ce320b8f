import { generateLoad, type GenerateOptions, type LoadOrder } from '../../src/load/generate.ts';
import { makeTrialRecord } from '../../src/load/trial-record.ts';
import { readEnvironment } from '../../src/observe/environment.ts';
import type { LoadSettings } from '../../src/plan/load-settings.ts';
import { trialRecordSchema, type TrialRecord } from '../../src/samples/trial-record.ts';
import { milliseconds } from '../../src/units.ts';

const SETTINGS: LoadSettings = {
  generatorThreads: 2,
  connections: 4,
  duration: milliseconds(500),
  timeout: milliseconds(2_000),
  timeoutPolicy: 'abort',
  endpoint: '/',
};

/** What a test may say of a load, beside its settings. */
export interface LoadOptions
  extends
    GenerateOptions,
    Partial<Pick<LoadOrder, 'method' | 'headers' | 'transport' | 'stamps' | 'tls' | 'unixSocket'>> {
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
    method = 'GET',
    headers = {},
    transport,
    stamps,
    tls,
    unixSocket,
    ...options
  }: LoadOptions = {},
): Promise<TrialRecord> {
  const order: LoadOrder = {
    url: new URL(`${scheme}://${host}:${port}${settings.endpoint ?? '/'}`),
    method,
    headers,
    settings: { ...SETTINGS, ...settings },
    ...(transport === undefined ? {} : { transport }),
    ...(stamps === undefined ? {} : { stamps }),
    ...(tls === undefined ? {} : { tls }),
    ...(unixSocket === undefined ? {} : { unixSocket }),
  };
  const startedAt = new Date();
  const result = await generateLoad(order, options);
  const record = makeTrialRecord(order, result, {
    startedAt,
    condition: { endpoint: '/' },
    order: { block: 1, replicate: 1, position: 1 },
    environment: readEnvironment(),
    reasons: [],
  });
  return trialRecordSchema.parse(record);
}
