// Express: `node server.js --port 8000 --workers 4`.
import express from 'express';
import { serve } from '../cluster.js';
import { answer, block, wait } from '../hold.js';

const app = express();

// Node has no threads to run a plain function in: it blocks the event loop.
app.get('/sync', (_request, response) => {
  block();
  response.json(answer());
});

app.get('/async', async (_request, response) => {
  await wait();
  response.json(answer());
});

// To Node the same as /sync: `async` makes nothing wait in the background that blocks.
app.get('/blocking', async (_request, response) => {
  block();
  response.json(answer());
});

app.get('/healthz', (_request, response) => {
  response.json(answer());
});

await serve(({ host, port }) => app.listen(port, host));
