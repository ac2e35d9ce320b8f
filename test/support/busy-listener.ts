// Entry of a worker thread: started by faulty-server.ts with a BusyListenerTask as its workerData.
import { createServer, type AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/** What a busy listener is told. */
export interface BusyListenerTask {
  backlog: number;
  /** How long it looks away after each look at its sockets; Infinity: it never looks. */
  busyMs: number;
  response: string;
}

listen(workerData as BusyListenerTask);

/** Listens, and is busy: connections are accepted, and read, only between. */
function listen({ backlog, busyMs, response }: BusyListenerTask): void {
  const never = new Int32Array(new SharedArrayBuffer(4));
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.write(response));
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog }, () => {
    parentPort?.postMessage((server.address() as AddressInfo).port);
    setInterval(() => Atomics.wait(never, 0, 0, busyMs), 1);
    if (busyMs === Infinity) Atomics.wait(never, 0, 0);
  });
}
