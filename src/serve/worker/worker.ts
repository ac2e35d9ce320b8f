// Entry of a worker process: loads the app, starts its pool threads, serves the connections the master deals.
import { flushCompileCache } from 'node:module';
import type { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { messageOf } from '../../errors.ts';
import { endpointsOf } from '../app.ts';
import { Dispatcher } from '../dispatch/dispatcher.ts';
import { workerClassPolicy } from '../dispatch/worker-classes/worker-class.ts';
import { log, stackOf } from '../log.ts';
import { RequestMeter } from '../telemetry/request-meter.ts';
import { HandlerThreads } from '../threads/handler-threads.ts';
import { Connections } from './connections.ts';
import { createHttpServer } from './http-server.ts';
import { warmUp } from './warm-up.ts';
import type { MasterMessage, WorkerMessage, WorkerOptions } from './messages.ts';

// The master decides when a worker stops. Ctrl-C and a service manager signal the whole process group, and a
// worker that took the signal for itself would cut off its requests.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('unhandledRejection', (reason) => log(`unhandled rejection: ${stackOf(reason)}`));

// node:cluster ends this process when the channel to the master closes.
await start(JSON.parse(process.argv[2] ?? '{}') as WorkerOptions).catch((error: unknown) => {
  tellMaster({ type: 'failed', reason: messageOf(error) }, () => process.exit(1));
});

async function start(options: WorkerOptions): Promise<void> {
  const endpoints = endpointsOf(
    (await import(pathToFileURL(options.appFile).href)) as Record<string, unknown>,
  );
  const policy = workerClassPolicy(options.workerClass, options);
  const threads =
    policy.threads > 0 ? await HandlerThreads.start(policy.threads, options.appFile, log) : undefined;
  const connections = new Connections();
  const meter = new RequestMeter();
  const dispatcher = new Dispatcher(policy, threads, meter);
  const reception = { dispatcher, meter, serverTiming: options.serverTiming, answered: () => {} };
  const server = createHttpServer(endpoints, reception, connections, options);

  const accept = (socket: Socket): void => {
    connections.add(socket);
    server.emit('connection', socket);
  };
  await warmUp(accept);

  process.on('message', (message: MasterMessage, socket?: Socket) => {
    switch (message.type) {
      case 'connection':
        // The client may have gone while the connection was on its way.
        if (socket === undefined) return;
        accept(socket);
        return;
      case 'drain':
        connections.drain(message.linger, () => process.exit(0));
    }
  });
  // Now, because a server that is killed writes nothing at its end, and before it is ready, not while measured.
  flushCompileCache();
  tellMaster({ type: 'ready' });
}

function tellMaster(message: WorkerMessage, done?: () => void): void {
  process.send?.(message, undefined, undefined, done);
}
