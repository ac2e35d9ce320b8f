// Fastify that hands sync handlers to 40 threads of Piscina. Arguments: the port, and options of Piscina's as JSON.
import { fastify } from 'fastify';
import { Piscina } from 'piscina';

const THREADS = 40;

const pool = new Piscina({
  filename: new URL('piscina-task.ts', import.meta.url).href,
  minThreads: THREADS,
  maxThreads: THREADS,
  ...(JSON.parse(process.argv[3] ?? '{}') as object),
});
const app = fastify();
app.get('/sync', () => pool.run(undefined, { name: 'task' }));
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
