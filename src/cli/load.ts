import { Command, Option } from 'commander';
import { UserError } from '../errors.ts';
import type { LoadOrder } from '../load/load-order.ts';
import { SamplesFile } from '../load/raw-samples/samples-file.ts';
import { parseServerUrl } from '../load/server-url.ts';
import { TRANSPORT_CHOICES, type TransportChoice } from '../load/transport/choose-transport.ts';
import type { Stamps, TlsTrust } from '../load/transport/transport.ts';
import {
  arrivalProcessField,
  catchUpField,
  contradictionIn,
  loadSettingsSchema,
  timeoutPolicyField,
  type ArrivalProcess,
  type CatchUp,
  type LoadSettings,
  type TimeoutPolicy,
} from '../plan/load-settings.ts';
import { trialText } from '../report/trial-text.ts';
import { wrkText } from '../report/wrk-text.ts';
import { measureLoad } from '../run/measure-load.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { milliseconds, type Milliseconds } from '../units.ts';
import { readCertificates } from './certificate-file.ts';
import { InterruptSignal } from './interrupt.ts';
import { LoadProgress } from './load-progress.ts';
import { durationFlag, scaledCountFlag, scaledRateFlag, seedFlag } from './parse-flags.ts';
import { ProgressOutput } from './progress-output.ts';
import { plainOption, quietOption, type ProgressFlags } from './progress-options.ts';
import { addRequestOptions, readRequests, type RequestFlags } from './request-flags.ts';
import { wantsColor } from './terminal.ts';

interface LoadFlags extends RequestFlags, ProgressFlags {
  threads: number;
  connections: number;
  duration?: Milliseconds;
  count?: number;
  timeout: Milliseconds;
  timeoutPolicy?: TimeoutPolicy;
  think?: Milliseconds;
  expectedInterval?: Milliseconds;
  ramp?: Milliseconds;
  warmup?: Milliseconds;
  rate?: number;
  arrivals?: ArrivalProcess;
  catchUp?: CatchUp;
  connectionsMax?: number;
  seed: number;
  transport: TransportChoice;
  stamps?: Stamps;
  samples?: string;
  insecure?: boolean;
  cacert?: string;
  unixSocket?: string;
  latency?: boolean;
  format: 'text' | 'wrk';
  json?: boolean;
}

const DEFAULT_DURATION = milliseconds(10_000);

export function loadCommand(): Command {
  const command = new Command('load')
    .description('Load a server that is running already and say what became of every request.')
    .argument('<url>', 'what to request, such as http://127.0.0.1:8000/sync or https://localhost/');
  for (const option of [...extentOptions(), ...arrivalOptions()]) command.addOption(option);
  addRequestOptions(command);
  for (const option of [...transportOptions(), ...outputOptions()]) command.addOption(option);
  return command.addHelpText('after', HELP).action(load);
}

/** How much load, and for how long. */
function extentOptions(): Option[] {
  return [
    new Option('-t, --threads <count>', 'generator threads').argParser(scaledCountFlag).default(2),
    new Option('-c, --connections <count>', 'connections, each with one request in flight; 1k is 1000')
      .argParser(scaledCountFlag)
      .default(10),
    new Option(
      '-d, --duration <time>',
      'how long to measure (default: 10s, or until -n is reached)',
    ).argParser(durationFlag),
    new Option('-n, --count <requests>', 'end when so many requests have ended').argParser(scaledCountFlag),
    new Option('-T, --timeout <time>', 'a response at or after this age is late')
      .argParser(durationFlag)
      .default(milliseconds(2_000), '2s'),
    new Option(
      '--timeout-policy <policy>',
      'abort: give up a request at its time-out; wait: keep waiting and count it as late, as wrk does ' +
        '(default: abort; with --format wrk: wait)',
    ).choices(timeoutPolicyField.options),
    new Option('--ramp <time>', 'first let the load grow evenly for this long, uncounted').argParser(
      durationFlag,
    ),
    new Option(
      '--warmup <time>',
      'then load in full for this long, uncounted; without it and --ramp a warm-up is looked for and left out',
    ).argParser(durationFlag),
  ];
}

/** When requests start. */
function arrivalOptions(): Option[] {
  return [
    new Option(
      '--think <time>',
      'closed loop: wait this long between a response and the next request',
    ).argParser(durationFlag),
    new Option(
      '--expected-interval <time>',
      'closed loop: how often each connection was meant to send; adds synthetic response times that are corrected for coordinated omission',
    ).argParser(durationFlag),
    new Option(
      '-R, --rate <requests>',
      'open loop: so many requests arrive a second, whatever the server does; 20k is 20000',
    ).argParser(scaledRateFlag),
    new Option(
      '--arrivals <process>',
      'open loop: constant: evenly spaced; poisson: at random (default: constant)',
    ).choices(arrivalProcessField.options),
    new Option(
      '--catch-up <policy>',
      'open loop: what was due while the generator was held up: send it late, or skip and count it (default: send)',
    ).choices(catchUpField.options),
    new Option(
      '--connections-max <count>',
      'open loop: an arrival that finds no free connection opens one, up to so many, then it waits (default: 10000)',
    ).argParser(scaledCountFlag),
    new Option('--seed <number>', 'open loop: decides the Poisson arrivals').argParser(seedFlag).default(1),
  ];
}

/** What moves it. */
function transportOptions(): Option[] {
  return [
    new Option(
      '--transport <name>',
      'what moves the bytes: uring or epoll (Linux’s own system calls), or node; auto: the first that works',
    )
      .choices(TRANSPORT_CHOICES)
      .default('auto'),
    new Option(
      '--stamps <clock>',
      'who stamps the arrival of a response (default: kernel where the transport has it)',
    ).choices(['kernel', 'user'] satisfies Stamps[]),
    new Option('--insecure', 'https: accept any certificate; the result says so'),
    new Option('--cacert <file>', 'https: trust the certificates in this PEM file too'),
    new Option('--unix-socket <path>', 'connect to this socket; the URL gives only path and Host'),
  ];
}

/** What is said of it. */
function outputOptions(): Option[] {
  return [
    new Option('--format <format>', 'text, or wrk: the text that wrk prints')
      .choices(['text', 'wrk'])
      .default('text'),
    new Option('-L, --latency', 'with --format wrk: print the latency distribution, as wrk --latency'),
    new Option('--json', 'print the trial record as JSON'),
    new Option('--samples <file>', 'write every request for itself into a file: .ndjson, .jsonl or .csv'),
    plainOption(),
    quietOption(),
  ];
}

const HELP = `
The flags are wrk's own, but for -s: it runs no Lua. Without -R the load is a
closed loop: each connection sends its next request when the response is in, so
a server that slows down is asked for less. With -R it is an open loop: requests
arrive at that rate, and a response time counts from the moment its request was
due.

Ctrl-C ends the load and prints what was measured until then; a second one ends
it at once.

Examples:
  loadstone load -t4 -c100 -d1m --timeout 30s http://127.0.0.1:8000/sync
  loadstone load -c64 -n100k http://127.0.0.1:8000/
  loadstone load -X POST -H 'content-type: application/json' --body @order.json http://127.0.0.1:8000/orders
  loadstone load --requests mix.ndjson http://127.0.0.1:8000/
  loadstone load -R 5000 -d30s --arrivals poisson http://127.0.0.1:8000/
  loadstone load -c100 --think 1s --ramp 10s --warmup 5s http://127.0.0.1:8000/
  loadstone load -c100 -d10s --json http://127.0.0.1:8000/ > trial.json
  loadstone load -c100 -d10s --format wrk http://127.0.0.1:8000/
  loadstone load -c100 -d10s --cacert authority.pem https://localhost:8443/
  loadstone load -c100 -d10s --unix-socket /run/app.sock http://localhost/sync

Exit codes: 0 valid, 1 the result cannot be trusted (its last line says why),
2 the input cannot be used, 130 interrupted.`;

async function load(url: string, flags: LoadFlags): Promise<void> {
  const order = await loadOrder(url, flags);
  const samples = flags.samples === undefined ? undefined : await SamplesFile.open(flags.samples);
  const interrupt = new InterruptSignal();
  const progress =
    flags.quiet === true
      ? undefined
      : new LoadProgress(new ProgressOutput(process.stderr, flags), order.settings);
  const record = await measureLoad(order, {
    signal: interrupt.signal,
    ...(progress === undefined ? {} : { onProgress: (now) => progress.show(now) }),
    ...(samples === undefined ? {} : { samples }),
  });
  progress?.clear();
  interrupt.release();
  process.stdout.write(render(record, flags));
  process.exitCode = interrupt.exitCode ?? (record.validity.valid ? 0 : 1);
  if (samples?.problem !== undefined) throw samples.problem;
}

function render(record: TrialRecord, flags: LoadFlags): string {
  if (flags.json === true) return `${JSON.stringify(record, null, 2)}\n`;
  if (flags.format === 'wrk') return wrkText(record, { latency: flags.latency === true });
  return trialText(record, { color: wantsColor(process.stdout, flags) });
}

async function loadOrder(text: string, flags: LoadFlags): Promise<LoadOrder> {
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
