import { Command } from 'commander';
import { runServer } from '../serve/master/master.ts';
import { serverOptionsFrom, type ServeFlags } from './serve-options.ts';

const LESSON = `
Durations have a unit, such as 250ms or 1m; a bare number is in seconds (not with --hold).

Apps: a module that exports handlers and which routes they answer. A plain function may block, an async
function must not:
  export const hello = () => ({ hello: 'world' });
  export const order = async ({ params }) => ({ ordered: params.item });
  export const routes = { '/hello': hello, 'POST /orders/:item': order };

Endpoints, when no app is given:
  /sync      a plain function that blocks its thread for the hold
  /async     an async function that waits for the hold and leaves the event loop to others
  /blocking  an async function that blocks all the same: its worker does nothing else meanwhile
  /cpu       a plain function that computes for the hold, in processor time; /cpu-async: an async one
  /mixed     a plain function that waits for 80 % of the hold and computes for the rest
  /io        an async function that reads 64 KiB of a file; /db: a plain one that asks SQLite
  /healthz   answers at once
A hold may be drawn for each request: --hold exp:250ms, lognormal:250ms:0.8 (its mean, and sigma of the
logarithm) or uniform:100ms:400ms. A request may ask for its own: /sync?hold=250ms.

Worker classes (how many requests a worker handles at once; the others wait in line):
  pool       async handlers share the event loop, as many as come; sync handlers run in --pool-size
             threads: FastAPI under gunicorn's UvicornWorker
  gthread    every request holds one of --threads threads from its dispatch to its end; idle connections
             hold none
  sync       one request at a time, on the worker's only thread
  loop       everything on the event loop, which a handler that blocks holds up: a plain Node server
--pool-size is for pool and --threads for gthread; with another class they have no effect.

Balance (how connections reach the workers):
  round-robin  the master accepts and deals them strictly in turn: workers' counts differ by one at most
  shared       all workers listen on one socket, and whoever wakes first accepts, as in gunicorn
  reuseport    each worker has a socket of its own (SO_REUSEPORT), between which the kernel spreads them

Signals to the master:
  TERM, INT  no new connections, requests in flight may finish (--graceful-timeout); a second one ends at once
  QUIT       ends at once
  HUP        replaces the workers one after the other by new ones, which load the app afresh; no request is lost
  TTIN       one worker more
  TTOU       one worker fewer, never less than one; it finishes what it has

A worker that dies is replaced. So is one whose event loop does not answer the master for --timeout (or, while
it starts, for a minute at least): it is killed, and its requests with it. A handler that blocks the loop on purpose (/blocking, or the classes sync and
loop) for longer than that needs --timeout 0.

Examples:
  loadstone serve -w 4 --hold 700ms             4 × 40 sync requests at once, each 700 ms long
  loadstone serve -k gthread -w 4 --threads 4   4 × 4 requests at once, whatever they are
  loadstone serve my-app.ts -w 4                handlers of your own
  loadstone serve --bind 127.0.0.1:0            any free port, named in the line that says ready
  loadstone load -c100 -d10s http://127.0.0.1:8000/sync`;

/** The verb `serve`: the embedded server, until SIGTERM or Ctrl-C. */
export function serveCommand(): Command {
  return new Command('serve')
    .description(
      "Starts Loadstone's own server: worker processes that run handlers, yours or its own, as a worker class would have it",
    )
    .argument('[app]', 'a module (.ts or .js) with handlers of your own')
    .option('-w, --workers <count>', 'worker processes', '1')
    .option('--threads <count>', 'threads a worker, for the worker class gthread', '1')
    .option(
      '-k, --worker-class <class>',
      'how a worker runs its handlers: pool, gthread, sync or loop',
      'pool',
    )
    .option('--pool-size <count>', 'threads a worker for sync handlers, for the worker class pool', '40')
    .option(
      '-b, --bind <address>',
      'where to listen: host:port (0 = any free port; IPv6 as [::1]:8000) or unix:PATH',
      '127.0.0.1:8000',
    )
    .option(
      '--balance <how>',
      'how connections reach the workers: round-robin, reuseport or shared',
      'round-robin',
    )
    .option(
      '--backlog <count>',
      'connections that may wait to be accepted; the kernel has a limit too',
      '16384',
    )
    .option('--timeout <duration>', 'a worker that does not answer for this long is killed; 0 = never', '30s')
    .option('--graceful-timeout <duration>', 'how long requests in flight may take to finish', '30s')
    .option('--keep-alive <duration>', 'how long an idle connection is kept', '5s')
    .option('--max-requests <count>', 'replace a worker that has answered so many requests')
    .option('--max-requests-jitter <count>', 'and up to so many more, drawn for each worker', '0')
    .option('--limit-in-flight <count>', 'requests a worker has at once; 503 with Retry-After beyond it')
    .option('--server-timing', 'responses say how long the request queued and was served')
    .option('--hold <duration>', 'how long the endpoints take: a duration, or a distribution', '10s')
    .option('--hold-seed <number>', 'decides the holds where they are drawn from a distribution', '1')
    .addHelpText('after', LESSON)
    .action(async (app: string | undefined, flags: ServeFlags) => {
      // Explicit, because the channel to a parent or an open stdin would keep a finished server alive.
      process.exit(await runServer(serverOptionsFrom(app, flags)));
    });
}
