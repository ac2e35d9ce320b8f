import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { UserError } from '../errors.ts';
import {
  balanceField,
  serverSettingsSchema,
  workerClassField,
  type Balance,
  type ServerSettings,
  type WorkerClass,
} from '../plan/server-settings.ts';
import { parseBindAddress, type BindAddress } from '../serve/bind-address.ts';
import type { ServerOptions } from '../serve/master/server-options.ts';
import { parseDuration, type Milliseconds } from '../units.ts';
import { seedFlag } from './parse-flags.ts';

/** listen(2) takes more, but no kernel keeps so many. */
const MOST_BACKLOG = 65_535;

/** The flags of `serve` as text. */
export interface ServeFlags {
  readonly workers: string;
  readonly threads: string;
  readonly workerClass: string;
  readonly poolSize: string;
  readonly bind: string;
  readonly backlog: string;
  readonly timeout: string;
  readonly gracefulTimeout: string;
  readonly keepAlive: string;
  readonly maxRequests?: string;
  readonly maxRequestsJitter: string;
  readonly limitInFlight?: string;
  readonly balance: string;
  readonly serverTiming?: true;
  readonly hold: string;
  readonly holdSeed: string;
}

/** What the flags ask for, or a UserError that names the flag which cannot be used. */
export function serverOptionsFrom(app: string | undefined, flags: ServeFlags): ServerOptions {
  return {
    settings: settingsFrom(flags),
    bind: bindOf(flags.bind),
    backlog: backlogOf(flags.backlog),
    gracefulTimeout: spanOf('--graceful-timeout', flags.gracefulTimeout),
    keepAlive: spanOf('--keep-alive', flags.keepAlive),
    maxRequests: flags.maxRequests === undefined ? undefined : countOf('--max-requests', flags.maxRequests),
    maxRequestsJitter: jitterOf(flags),
    serverTiming: flags.serverTiming === true,
    appFile: app === undefined ? undefined : appFileOf(app),
  };
}

function settingsFrom(flags: ServeFlags): ServerSettings {
  const { shape } = serverSettingsSchema;
  const { limitInFlight } = flags;
  return {
    workers: countOf('--workers', flags.workers),
    threads: valueOf('--threads', shape.threads, countOf('--threads', flags.threads)),
    workerClass: workerClassOf(flags.workerClass),
    poolSize: valueOf('--pool-size', shape.poolSize, countOf('--pool-size', flags.poolSize)),
    hold: valueOf('--hold', shape.hold, flags.hold),
    holdSeed: seedOf('--hold-seed', flags.holdSeed),
    balance: balanceOf(flags.balance),
    workerTimeout: spanOf('--timeout', flags.timeout),
    ...(limitInFlight === undefined ? {} : { limitInFlight: countOf('--limit-in-flight', limitInFlight) }),
  };
}

function valueOf<Field extends z.ZodType>(flag: string, field: Field, value: unknown): z.output<Field> {
  const result = field.safeParse(value);
  if (result.success) return result.data;
  throw new UserError({
    what: result.error.issues[0]?.message ?? `${String(value)} is not valid`,
    where: flag,
  });
}

/** NaN, which no field takes, for what is no whole number. */
function wholeNumber(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function countOf(flag: string, text: string, least = 1): number {
  const count = wholeNumber(text);
  if (Number.isSafeInteger(count) && count >= least) return count;
  throw new UserError({ what: `"${text}" is not a whole number from ${least} on`, where: flag });
}

/** As in gunicorn, a bare number is in seconds. */
function spanOf(flag: string, text: string): Milliseconds {
  const duration = parseDuration(text, 's');
  if (duration !== undefined) return duration;
  throw new UserError({
    what: `"${text}" is not a duration`,
    where: flag,
    remedy: 'Write a number of seconds, or one with a unit, such as 250ms, 10s or 1m.',
  });
}

function backlogOf(text: string): number {
  const backlog = countOf('--backlog', text);
  if (backlog <= MOST_BACKLOG) return backlog;
  throw new UserError({
    what: `"${text}" is above ${MOST_BACKLOG}`,
    where: '--backlog',
    remedy: 'The kernel has a limit of its own, net.core.somaxconn, which is lower as a rule.',
  });
}

function jitterOf({ maxRequests, maxRequestsJitter }: ServeFlags): number {
  const jitter = countOf('--max-requests-jitter', maxRequestsJitter, 0);
  if (jitter === 0 || maxRequests !== undefined) return jitter;
  throw new UserError({
    what: 'there is nothing to add it to',
    where: '--max-requests-jitter',
    remedy: 'Say with --max-requests after how many requests a worker is replaced.',
  });
}

function seedOf(flag: string, text: string): number {
  try {
    return seedFlag(text);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UserError({ what: `"${text}" is not a seed`, where: flag, remedy: error.message });
  }
}

function workerClassOf(text: string): WorkerClass {
  const result = workerClassField.safeParse(text);
  if (result.success) return result.data;
  const known = workerClassField.options.join(', ');
  throw new UserError({ what: `"${text}" is not a worker class; known: ${known}`, where: '--worker-class' });
}

function balanceOf(text: string): Balance {
  const result = balanceField.safeParse(text);
  if (result.success) return result.data;
  const known = balanceField.options.join(', ');
  throw new UserError({ what: `"${text}" is no way to balance; known: ${known}`, where: '--balance' });
}

function bindOf(text: string): BindAddress {
  const bind = parseBindAddress(text);
  if (bind !== undefined) return bind;
  throw new UserError({
    what: `"${text}" is not an address to listen on`,
    where: '--bind',
    remedy:
      'Write host:port, such as 127.0.0.1:8000 or [::1]:8000, where port 0 takes any free port, or unix:PATH.',
  });
}

function appFileOf(app: string): string {
  const file = resolve(app);
  if (existsSync(file) && statSync(file).isFile()) return file;
  throw new UserError({
    what: `there is no file ${file}`,
    where: app,
    remedy: 'Give the path of a module that exports handlers and their routes, such as my-app.ts.',
  });
}
