import { Option } from 'commander';
import { TRANSPORT_CHOICES, type TransportChoice } from '../load/transport/choose-transport.ts';
import type { Stamps } from '../load/transport/transport.ts';
import {
  arrivalProcessField,
  catchUpField,
  timeoutPolicyField,
  type ArrivalProcess,
  type CatchUp,
  type TimeoutPolicy,
} from '../plan/load-settings.ts';
import { milliseconds, type Milliseconds } from '../units.ts';
import { durationFlag, scaledCountFlag, scaledRateFlag, seedFlag } from './parse-flags.ts';
import { plainOption, quietOption, type ProgressFlags } from './progress-options.ts';
import type { RequestFlags } from './request-flags.ts';

/** The flags of `loadstone load`, as Commander has them. */
export interface LoadFlags extends RequestFlags, ProgressFlags {
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

/** How much load, and for how long. */
export function extentOptions(): Option[] {
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
export function arrivalOptions(): Option[] {
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
export function transportOptions(): Option[] {
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
export function outputOptions(): Option[] {
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
