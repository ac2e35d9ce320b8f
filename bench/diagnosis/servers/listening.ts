import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { numberOption } from './options.ts';

/** Serves on the port of the command line; several processes may share it. */
export function serve(handler: RequestListener): void {
  createServer({ keepAliveTimeout: 60_000 }, handler).listen({
    host: '127.0.0.1',
    port: numberOption('port'),
    reusePort: true,
  });
}

export function answer(response: ServerResponse, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end('ok');
}
