// Entry of a process: for each request it asks a child over one of --links connections; the child takes --hold ms.
import { fork } from 'node:child_process';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { answer, serve } from './listening.ts';
import { numberOption } from './options.ts';

if (process.send === undefined) await askUpstream();
else beUpstream();

/** Answers a byte with a byte, later. */
function beUpstream(): void {
  const hold = numberOption('hold');
  const server = createServer((socket) => {
    socket.on('data', () => setTimeout(() => socket.write('.'), hold));
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit());
}

async function askUpstream(): Promise<void> {
  const child = fork(import.meta.filename, process.argv.slice(2));
  const [port] = (await once(child, 'message')) as [number];
  const free: Socket[] = Array.from({ length: numberOption('links') }, () => connect(port, '127.0.0.1'));
  const waiting: ((link: Socket) => void)[] = [];
  serve((_, response) => {
    const use = (link: Socket): void => {
      link.write('?');
      link.once('data', () => {
        answer(response);
        const next = waiting.shift();
        if (next === undefined) free.push(link);
        else next(link);
      });
    };
    const link = free.pop();
    if (link === undefined) waiting.push(use);
    else use(link);
  });
}
