// Node's own HTTP server: `node server.js --port 8000 --workers 4`.
import { createServer } from 'node:http';
import { serve } from '../cluster.js';
import { answer, block, wait } from '../hold.js';

/** @type {Record<string, () => object | Promise<object>>} */
const handlers = {
  // Node has no threads to run a plain function in: it blocks the event loop.
  '/sync': () => {
    block();
    return answer();
  },
  '/async': async () => {
    await wait();
    return answer();
  },
  // To Node the same as /sync: `async` makes nothing wait in the background that blocks.
  '/blocking': async () => {
    block();
    return answer();
  },
  '/healthz': answer,
};

/** @type {import('node:http').RequestListener} */
async function respond(request, response) {
  const [path = ''] = (request.url ?? '').split('?');
  const handler = handlers[path];
  const body = JSON.stringify(handler === undefined ? { error: 'not found' } : await handler());
  response.writeHead(handler === undefined ? 404 : 200, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

await serve(({ host, port }) => createServer(respond).listen(port, host));
