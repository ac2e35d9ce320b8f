// Entry of a worker process: loads the app, starts its pool threads, serves the connections the master deals.
import { flushCompileCache } from 'node:module';
import type { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { messageOf } from '../../errors.ts';
import { endpointsOf } from '../app.ts';
import { Arrivals } from '../dispatch/arrivals.ts';
import { Dispatcher } from '../dispatch/dispatcher.ts';
import { workerClassPolicy } from '../dispatch/worker-classes/worker-class.ts';
import { log, stackOf } from '../log.ts';
import { MetricsDesk } from '../telemetry/metrics-desk.ts';
import { metricsRoute } from '../telemetry/metrics-route.ts';
import { RequestMeter } from '../telemetry/request-meter.ts';
import { startReporter } from '../telemetry/reporter.ts';
import { HandlerThreads } from '../threads/handler-threads.ts';
import { Connections } from './connections.ts';
import { createHttpServer } from './http-server.ts';
import { Lifetime } from './lifetime.ts';
import { listenOn, stopListening } from './listening.ts';
import { WARM_UP_ENDPOINT, warmUp } from './warm-up.ts';
import type { MasterMessage, WorkerMessage, WorkerOptions } from './messages.ts';

// The master decides when a worker stops. A terminal and a service manager signal the whole process group, and a
// worker that took the signal for itself would cut off its requests.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP'] as const) process.on(signal, () => undefined);
// What a handler has left behind and nobody waits for must not cost the requests of others.
process.on('unhandledRejection', (reason) => log(`unhandled rejection: ${stackOf(reason)}`));
process.on('uncaughtException', (error) => log(`uncaught exception: ${stackOf(error)}`));

// Without a master nobody would end this process. It may have gone before anyone listened.
process.on('disconnect', () => process.exit(1));
if (!process.connected) process.exit(1);
await start(JSON.parse(process.argv[2] ?? '{}') as WorkerOptions).catch((error: unknown) => {
  tellMaster({ type: 'failed', reason: messageOf(error) }, () => process.exit(1));
});

async function start(options: WorkerOptions): Promise<void> {
  const endpoints = endpointsOf(
    (await import(pathToFileURL(options.appFile).href)) as Record<string, unknown>,
  );
  const policy = workerClassPolicy(options.workerClass, options);
  const threads =
    policy.threads > 0
      ? await HandlerThreads.start(policy.threads, { file: options.appFile, endpoints }, log)
      : undefined;
  const meter = new RequestMeter();
  const connections = new Connections(() => meter.inFlight);
  const arrivals = new Arrivals();
  const dispatcher = new Dispatcher(policy, threads, meter, arrivals);
  const lifetime = new Lifetime(() => tellMaster({ type: 'retiring' }));
  const { serverTiming, keepAlive } = options;
  const answered = (): void => {
    lifetime.answered();
    connections.answered();
  };
  const reception = { dispatcher, meter, serverTiming, answered };
  const desk = new MetricsDesk((id) => tellMaster({ type: 'metricsWanted', id }));
  const metrics = metricsRoute(() => desk.ask());
  const server = createHttpServer(endpoints, reception, connections, { ...options, metrics });
  server.on('connection', (socket: Socket) => connections.add(socket));

  const accept = (socket: Socket): void => void server.emit('connection', socket);
  const rehearsal = createHttpServer([WARM_UP_ENDPOINT], reception, connections, { keepAlive });
  await warmUp((socket) => void rehearsal.emit('connection', socket));
  rehearsal.close();
  lifetime.begin(options.maxRequests);
  connections.keepsAlive = keepAlive > 0;

  const { place } = options;
  const reporter = startReporter({ place, slots: policy.slots, meter, connections });
  process.on('message', (message: MasterMessage, socket?: Socket) => {
    switch (message.type) {
      case 'connection':
        // The client may have gone while the connection was on its way.
        if (socket !== undefined) accept(socket);
        tellMaster({ type: 'took' });
        arrivals.received(message.behind);
        return;
      case 'ping':
        // It was sent after the connections that have come.
        arrivals.caughtUp();
        tellMaster({ type: 'report', report: reporter.report() });
        return;
      case 'metrics':
        desk.heard(message.id, message.reports);
        return;
      case 'drain':
        // After the connections that this turn of the loop is about to accept.
        setImmediate(() => {
          stopListening(server);
          connections.drain(message.linger, () => process.exit(0));
        });
    }
  });
  if (options.listenFd !== undefined) await listenOn(server, options.listenFd, options.backlog);
  // Now, because a server that is killed writes nothing at its end, and before it is ready, not while measured.
  flushCompileCache();
  tellMaster({ type: 'ready' });
}

function tellMaster(message: WorkerMessage, done?: (error: Error | null) => void): void {
  // The channel may close meanwhile, and this process ends with it.
  process.send?.(message, undefined, undefined, done ?? (() => undefined));
}
