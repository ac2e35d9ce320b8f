import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { endpointsOf } from '../app.ts';
import { Arrivals } from '../dispatch/arrivals.ts';
import { Dispatcher } from '../dispatch/dispatcher.ts';
import { workerClassPolicy } from '../dispatch/worker-classes/worker-class.ts';
import { log } from '../log.ts';
import { MetricsDesk } from '../telemetry/metrics-desk.ts';
import { metricsRoute } from '../telemetry/metrics-route.ts';
import { RequestMeter } from '../telemetry/request-meter.ts';
import { startReporter, type Reporter } from '../telemetry/reporter.ts';
import { HandlerThreads } from '../threads/handler-threads.ts';
import { Connections } from './connections.ts';
import { createHttpServer } from './http-server.ts';
import type { Reception } from './http-visit.ts';
import { Lifetime } from './lifetime.ts';
import type { WorkerMessage, WorkerOptions } from './messages.ts';
import { WARM_UP_ENDPOINT, warmUp } from './warm-up.ts';

/** The parts of a worker that its master's messages concern. */
export interface Service {
  readonly server: Server;
  readonly connections: Connections;
  readonly arrivals: Arrivals;
  readonly desk: MetricsDesk;
  readonly reporter: Reporter;
}

/**
 * Loads the app, starts its threads, and gets all of it warm: what remains is to take connections.
 * @throws {Error} when the app cannot be loaded
 */
export async function openService(
  options: WorkerOptions,
  tellMaster: (message: WorkerMessage) => void,
): Promise<Service> {
  const { appFile, place, serverTiming, keepAlive } = options;
  const endpoints = endpointsOf((await import(pathToFileURL(appFile).href)) as Record<string, unknown>);
  const policy = workerClassPolicy(options.workerClass, options);
  const threads =
    policy.threads > 0
      ? await HandlerThreads.start(policy.threads, { file: appFile, endpoints }, log)
      : undefined;
  const meter = new RequestMeter();
  const connections = new Connections(() => meter.inFlight);
  const arrivals = new Arrivals();
  const lifetime = new Lifetime(() => tellMaster({ type: 'retiring' }));
  const answered = (): void => {
    lifetime.answered();
    connections.answered();
  };
  const dispatcher = new Dispatcher(policy, threads, meter, arrivals);
  const reception = { dispatcher, meter, serverTiming, answered };
  const desk = new MetricsDesk((id) => tellMaster({ type: 'metricsWanted', id }));
  const metrics = metricsRoute(() => desk.ask());
  const server = createHttpServer(endpoints, reception, connections, { ...options, metrics });
  server.on('connection', (socket: Socket) => connections.add(socket));
  await rehearse(reception, connections, options);
  // All that counts requests begins here.
  lifetime.begin(options.maxRequests);
  connections.keepsAlive = keepAlive > 0;
  const reporter = startReporter({ place, slots: policy.slots, meter, connections });
  return { server, connections, arrivals, desk, reporter };
}

/** Runs requests of the worker's own through its parts, on a server of their own. */
async function rehearse(
  reception: Reception,
  connections: Connections,
  { keepAlive }: WorkerOptions,
): Promise<void> {
  const rehearsal = createHttpServer([WARM_UP_ENDPOINT], reception, connections, { keepAlive });
  await warmUp((socket) => void rehearsal.emit('connection', socket));
  rehearsal.close();
}
