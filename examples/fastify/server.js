// Fastify: `node server.js --port 8000 --workers 4`.
import { fastify } from 'fastify';
import { serve } from '../cluster.js';
import { answer, block, wait } from '../hold.js';

const app = fastify();

// Node has no threads to run a plain function in: it blocks the event loop.
app.get('/sync', (_request, reply) => {
  block();
  reply.send(answer());
});

app.get('/async', async () => {
  await wait();
  return answer();
});

// To Node the same as /sync: `async` makes nothing wait in the background that blocks.
app.get('/blocking', async () => {
  block();
  return answer();
});

app.get('/healthz', async () => answer());

await serve(async (address) => {
  await app.listen(address);
  return app.server;
});
