import { definePlan } from '../src/index.ts';
import { publishedLoad } from './published/load.ts';
import { fastify } from './targets/node-servers.ts';

/** The same question for Fastify, where a handler that blocks holds up its whole worker. */
export default definePlan({
  name: 'fastify',
  description: 'Endpoints of 10 s that block and that do not in Fastify, 1 and 4 workers',
  target: fastify,
  load: publishedLoad,
  factors: { workers: [1, 4], endpoint: ['/sync', '/async', '/blocking'] },
});
