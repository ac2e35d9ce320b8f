import { Command, Option } from 'commander';
import type { z } from 'zod';
import { UserError } from '../errors.ts';
import { durationField } from '../plan/fields.ts';
import { serverSettingsSchema, workerClassField, type WorkerClass } from '../plan/server-settings.ts';
import { parseBindAddress, type TcpAddress } from '../serve/bind-address.ts';
import { runServer, type ServerOptions } from '../serve/master/master.ts';

interface Flags {
  readonly workers: string;
  readonly threads: string;
  readonly workerClass: string;
  readonly poolSize: string;
  readonly bind: string;
  readonly hold: string;
  readonly gracefulTimeout: string;
}

const LESSON = `
Endpoints:
  /sync      a plain function that blocks its thread for the hold: --pool-size of them run at once a worker
  /async     an async function that waits for the hold and leaves the event loop to others
  /blocking  an async function that blocks all the same: its worker does nothing else meanwhile
  /healthz   answers at once

Worker classes:
  pool       async handlers share the event loop, sync handlers run in a pool of threads, first come
             first served: FastAPI under gunicorn's UvicornWorker. --threads has no effect

Examples:
  loadstone serve -w 4 --hold 700ms             4 × 40 sync requests at once, each 700 ms long
  loadstone serve --bind 127.0.0.1:0            any free port, named in the line that says ready
  loadstone load -c100 -d10s http://127.0.0.1:8000/sync`;

/** The verb `serve`: the embedded server, until SIGTERM or Ctrl-C. */
export function serveCommand(): Command {
  return new Command('serve')
    .description(
      "Starts Loadstone's own server: worker processes, each with a pool of threads for what blocks",
    )
    .option('-w, --workers <count>', 'worker processes; connections are dealt to them in turn', '1')
    .option('--threads <count>', 'threads a worker, for the worker classes that have them', '1')
    .option('-k, --worker-class <class>', 'how a worker runs its handlers: pool', 'pool')
    .option('--pool-size <count>', 'pool threads a worker: how many sync handlers run at once', '40')
    .option(
      '-b, --bind <host:port>',
      'where to listen; port 0 = any free one; IPv6 as [::1]:8000',
      '127.0.0.1:8000',
    )
    .option('--hold <duration>', 'how long the endpoints take', '10s')
    .addOption(
      new Option(
        '--graceful-timeout <duration>',
        'how long requests in flight may take to finish after SIGTERM; a second SIGTERM ends at once',
      ).default('30s'),
    )
    .addHelpText('after', LESSON)
    .action(async (flags: Flags) => {
      // Explicit, because the channel to a parent or an open stdin would keep a finished server alive.
      process.exit(await runServer(serverOptionsFrom(flags)));
    });
}

function serverOptionsFrom(flags: Flags): ServerOptions {
  const { shape } = serverSettingsSchema;
  return {
    settings: {
      workers: countOf('--workers', shape.workers, flags.workers),
      threads: countOf('--threads', shape.threads, flags.threads),
      workerClass: workerClassOf(flags.workerClass),
      poolSize: countOf('--pool-size', shape.poolSize, flags.poolSize),
      hold: valueOf('--hold', shape.hold, flags.hold),
      holdSeed: shape.holdSeed.parse(undefined),
      balance: shape.balance.parse(undefined),
      workerTimeout: shape.workerTimeout.parse(undefined),
    },
    bind: bindOf(flags.bind),
    gracefulTimeout: valueOf('--graceful-timeout', durationField, flags.gracefulTimeout),
  };
}

function valueOf<Field extends z.ZodType>(flag: string, field: Field, text: unknown): z.output<Field> {
  const result = field.safeParse(text);
  if (result.success) return result.data;
  throw new UserError({
    what: result.error.issues[0]?.message ?? `${String(text)} is not valid`,
    where: flag,
  });
}

function countOf(flag: string, field: z.ZodType<number>, text: string): number {
  const result = field.safeParse(/^\d+$/.test(text) ? Number(text) : undefined);
  // A field with a default takes undefined, which stands for text that is no number here.
  if (result.success && Number(text) === result.data) return result.data;
  throw new UserError({ what: `"${text}" is not a whole number from 1 on`, where: flag });
}

function workerClassOf(text: string): WorkerClass {
  const result = workerClassField.safeParse(text);
  if (result.success) return result.data;
  const known = workerClassField.options.join(', ');
  throw new UserError({ what: `"${text}" is not a worker class; known: ${known}`, where: '--worker-class' });
}

function bindOf(text: string): TcpAddress {
  const bind = parseBindAddress(text);
  if (bind !== undefined && 'host' in bind) return bind;
  throw new UserError({
    what: `"${text}" is not an address to listen on`,
    where: '--bind',
    remedy: 'Write host:port, such as 127.0.0.1:8000 or [::1]:8000; port 0 takes any free port.',
  });
}
