// A Fastify app as anyone would write it, alone in one process. Argument: the port.
import { fastify } from 'fastify';

const app = fastify();
app.get('/async', async () => ({ status: 'ok' }));
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
