import { UserError } from '../errors.ts';
import type { LoadOrder } from '../load/load-order.ts';
import { parseServerUrl } from '../load/server-url.ts';
import type { TlsTrust } from '../load/transport/transport.ts';
import { contradictionIn, loadSettingsSchema, type LoadSettings } from '../plan/load-settings.ts';
import { milliseconds } from '../units.ts';
import { readCertificates } from './certificate-file.ts';
import type { LoadFlags } from './load-options.ts';
import { readRequests } from './request-flags.ts';

const DEFAULT_DURATION = milliseconds(10_000);

/**
 * What `loadstone load` is to do.
 * @throws UserError when the flags contradict each other, or what they name cannot be read
 */
export async function loadOrder(text: string, flags: LoadFlags): Promise<LoadOrder> {
  const url = parseServerUrl(text);
  const { requests, order } = await readRequests(url, flags);
  return {
    url,
    requests,
    requestOrder: order,
    settings: loadSettings(url, flags),
    transport: flags.transport,
    ...(flags.stamps === undefined ? {} : { stamps: flags.stamps }),
    tls: tlsTrust(flags),
    ...(flags.unixSocket === undefined ? {} : { unixSocket: flags.unixSocket }),
  };
}

function loadSettings(url: URL, flags: LoadFlags): LoadSettings {
  const { connections, count, rate } = flags;
  checkOpenLoopFlags(flags);
  const connectionsMax = flags.connectionsMax ?? loadSettingsSchema.shape.connectionsMax.parse(undefined);
  const settings: LoadSettings = {
    generatorThreads: flags.threads,
    connections,
    duration: flags.duration ?? (count === undefined ? DEFAULT_DURATION : milliseconds(Infinity)),
    requests: count,
    timeout: flags.timeout,
    timeoutPolicy: flags.timeoutPolicy ?? (flags.format === 'wrk' ? 'wait' : 'abort'),
    endpoint: url.pathname + url.search,
    // What is sent stands in the order, as there may be several.
    headers: {},
    thinkTime: flags.think,
    expectedInterval: flags.expectedInterval,
    ramp: flags.ramp,
    warmup: flags.warmup,
    arrivalsPerSecond: rate,
    arrivalProcess: flags.arrivals ?? 'constant',
    catchUp: flags.catchUp ?? 'send',
    connectionsMax:
      flags.connectionsMax === undefined ? Math.max(connectionsMax, connections) : connectionsMax,
    arrivalSeed: flags.seed,
  };
  const contradiction = contradictionIn(settings);
  if (contradiction !== undefined) throw new UserError({ ...contradiction, where: 'loadstone load' });
  return settings;
}

/** A closed loop in the place of an open one that lacks its rate would look like a result. */
function checkOpenLoopFlags({ rate, arrivals, catchUp }: LoadFlags): void {
  const flag = arrivals === undefined ? '--catch-up' : '--arrivals';
  if (rate !== undefined || (arrivals ?? catchUp) === undefined) return;
  throw new UserError({
    what: 'only an open loop has arrivals, and no rate is given',
    where: flag,
    remedy: 'Add the rate, such as -R 5000, or leave the flag out',
  });
}

function tlsTrust({ insecure = false, cacert }: LoadFlags): TlsTrust {
  return { verify: !insecure, ...(cacert === undefined ? {} : { ca: readCertificates(cacert, '--cacert') }) };
}
