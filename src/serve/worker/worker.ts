// Entry of a worker process: opens its service, and does what the master asks of it until it is told to drain.
import { flushCompileCache } from 'node:module';
import type { Socket } from 'node:net';
import { messageOf } from '../../errors.ts';
import { log, stackOf } from '../log.ts';
import { listenOn, stopListening } from './listening.ts';
import type { MasterMessage, WorkerMessage, WorkerOptions } from './messages.ts';
import { openService, type Service } from './service.ts';

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
  const service = await openService(options, tellMaster);
  process.on('message', (message: MasterMessage, socket?: Socket) => obey(message, socket, service));
  if (options.listenFd !== undefined) await listenOn(service.server, options.listenFd, options.backlog);
  // Now, because a server that is killed writes nothing at its end, and before it is ready, not while measured.
  flushCompileCache();
  tellMaster({ type: 'ready' });
}

function obey(message: MasterMessage, socket: Socket | undefined, service: Service): void {
  const { server, connections, arrivals, desk, reporter } = service;
  switch (message.type) {
    case 'connection':
      // The client may have gone while the connection was on its way.
      if (socket !== undefined) server.emit('connection', socket);
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
}

function tellMaster(message: WorkerMessage, done?: (error: Error | null) => void): void {
  // The channel may close meanwhile, and this process ends with it.
  process.send?.(message, undefined, undefined, done ?? (() => undefined));
}
