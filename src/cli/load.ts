import { Command, Option } from 'commander';
import { UserError } from '../errors.ts';
import { generateLoad, type LoadOrder } from '../load/generate.ts';
import { makeTrialRecord } from '../load/trial-record.ts';
import { readEnvironment } from '../observe/environment.ts';
import { connectionsSuffice, timeoutPolicyField, type TimeoutPolicy } from '../plan/load-settings.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { trialText } from '../report/trial-text.ts';
import { wrkText } from '../report/wrk-text.ts';
import { TRANSPORT_CHOICES, type TransportChoice } from '../load/transport/choose-transport.ts';
import type { Stamps, TlsTrust } from '../load/transport/transport.ts';
import { milliseconds, type Milliseconds } from '../units.ts';
import { readCertificates } from './certificate-file.ts';
import { InterruptSignal } from './interrupt.ts';
import { LoadProgressLine } from './load-progress.ts';
import { durationFlag, scaledCountFlag } from './parse-flags.ts';
import { wantsColor } from './terminal.ts';

interface LoadFlags {
  threads: number;
  connections: number;
  duration: Milliseconds;
  timeout: Milliseconds;
  timeoutPolicy?: TimeoutPolicy;
  header: Record<string, string>;
  transport: TransportChoice;
  stamps?: Stamps;
  insecure?: boolean;
  cacert?: string;
  unixSocket?: string;
  latency?: boolean;
  format: 'text' | 'wrk';
  json?: boolean;
  quiet?: boolean;
}

export function loadCommand(): Command {
  return new Command('load')
    .description('Load a server that is running already and say what became of every request.')
    .argument('<url>', 'what to request, such as http://127.0.0.1:8000/sync or https://localhost/')
    .option('-t, --threads <count>', 'generator threads', scaledCountFlag, 2)
    .option(
      '-c, --connections <count>',
      'connections, each with one request in flight; 1k is 1000',
      scaledCountFlag,
      10,
    )
    .option('-d, --duration <time>', 'how long to measure', durationFlag, milliseconds(10_000))
    .option(
      '-T, --timeout <time>',
      'a response at or after this age is late',
      durationFlag,
      milliseconds(2_000),
    )
    .addOption(
      new Option(
        '--timeout-policy <policy>',
        'abort: give up a request at its time-out; wait: keep waiting and count it as late, as wrk does ' +
          '(default: abort; with --format wrk: wait)',
      ).choices(timeoutPolicyField.options),
    )
    .option('-H, --header <line>', 'add a request header, "Name: value"; may be repeated', headerFlag, {})
    .addOption(
      new Option(
        '--transport <name>',
        'what moves the bytes: epoll (Linux’s own system calls) or node; auto: epoll where it works',
      )
        .choices(TRANSPORT_CHOICES)
        .default('auto'),
    )
    .addOption(
      new Option(
        '--stamps <clock>',
        'who stamps the arrival of a response (default: kernel where the transport has it)',
      ).choices(['kernel', 'user'] satisfies Stamps[]),
    )
    .option('--insecure', 'https: accept any certificate; the result says so')
    .option('--cacert <file>', 'https: trust the certificates in this PEM file too')
    .option('--unix-socket <path>', 'connect to this socket; the URL gives only path and Host')
    .addOption(
      new Option('--format <format>', 'text, or wrk: the text that wrk prints')
        .choices(['text', 'wrk'])
        .default('text'),
    )
    .option('-L, --latency', 'with --format wrk: print the latency distribution, as wrk --latency')
    .option('--json', 'print the trial record as JSON')
    .option('-q, --quiet', 'no progress')
    .addHelpText('after', HELP)
    .action(load);
}

const HELP = `
The flags are wrk's own, but for -s: it runs no Lua. The load is a closed loop: each connection sends its next request
when the response is in, so a server that slows down is asked for less.

Examples:
  loadstone load -t4 -c100 -d1m --timeout 30s http://127.0.0.1:8000/sync
  loadstone load -c100 -d10s --json http://127.0.0.1:8000/ > trial.json
  loadstone load -c100 -d10s --format wrk http://127.0.0.1:8000/
  loadstone load -c100 -d10s --cacert authority.pem https://localhost:8443/
  loadstone load -c100 -d10s --unix-socket /run/app.sock http://localhost/sync`;

async function load(url: string, flags: LoadFlags): Promise<void> {
  const order = loadOrder(url, flags);
  const interrupt = new InterruptSignal();
  const progress = flags.quiet === true ? undefined : new LoadProgressLine(process.stderr, flags.duration);
  const environment = readEnvironment();
  const startedAt = new Date();
  const result = await generateLoad(order, {
    signal: interrupt.signal,
    ...(progress === undefined ? {} : { onProgress: (now) => progress.show(now) }),
  });
  progress?.clear();
  interrupt.release();
  const record = makeTrialRecord(order, result, {
    startedAt,
    condition: { endpoint: order.settings.endpoint },
    order: { block: 1, replicate: 1, position: 1 },
    environment,
    reasons: [],
  });
  process.stdout.write(render(record, order, flags));
  process.exitCode = interrupt.exitCode ?? (record.validity.valid ? 0 : 1);
}

function render(record: TrialRecord, order: LoadOrder, flags: LoadFlags): string {
  if (flags.json === true) return `${JSON.stringify(record, null, 2)}\n`;
  if (flags.format === 'wrk') return wrkText(record, { latency: flags.latency === true });
  return trialText(record, {
    color: wantsColor(process.stdout),
    unverified: order.tls?.verify === false && order.url.protocol === 'https:',
  });
}

function loadOrder(text: string, flags: LoadFlags): LoadOrder {
  const url = parseUrl(text);
  const settings = {
    generatorThreads: flags.threads,
    connections: flags.connections,
    duration: flags.duration,
    timeout: flags.timeout,
    timeoutPolicy: flags.timeoutPolicy ?? (flags.format === 'wrk' ? 'wait' : 'abort'),
    endpoint: url.pathname + url.search,
  };
  if (!connectionsSuffice(settings))
    throw new UserError({
      what: `${flags.connections} connections cannot be split over ${flags.threads} generator threads`,
      where: '-c/--connections',
      remedy: 'Give at least one connection to each',
    });
  return {
    url,
    method: 'GET',
    headers: flags.header,
    settings,
    transport: flags.transport,
    ...(flags.stamps === undefined ? {} : { stamps: flags.stamps }),
    tls: tlsTrust(flags),
    ...(flags.unixSocket === undefined ? {} : { unixSocket: flags.unixSocket }),
  };
}

function tlsTrust({ insecure = false, cacert }: LoadFlags): TlsTrust {
  return { verify: !insecure, ...(cacert === undefined ? {} : { ca: readCertificates(cacert, '--cacert') }) };
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || url.hostname === '')
    throw new UserError({
      what: 'this is not a URL',
      where: text,
      remedy: 'Write one such as http://127.0.0.1:8000/sync',
    });
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UserError({
      what: `the generator speaks http and https, not ${url.protocol.slice(0, -1)}`,
      where: text,
      remedy: 'Give the server’s http:// or https:// address',
    });
  return url;
}

function headerFlag(line: string, headers: Record<string, string>): Record<string, string> {
  const match = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\r\n]*)$/.exec(line);
  if (match === null)
    throw new UserError({
      what: `"${line}" is not a header`,
      where: '-H/--header',
      remedy: 'Write "Name: value"',
    });
  return { ...headers, [match[1] ?? '']: match[2] ?? '' };
}
