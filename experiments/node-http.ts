import { definePlan } from '../src/index.ts';
import { publishedLoad } from './published/load.ts';
import { nodeHttp } from './targets/node-servers.ts';

/** The same question for Node's own server, where a handler that blocks holds up its whole worker. */
export default definePlan({
  name: 'node-http',
  description: "Endpoints of 10 s that block and that do not in Node's own server, 1 and 4 workers",
  target: nodeHttp,
  load: publishedLoad,
  factors: { workers: [1, 4], endpoint: ['/sync', '/async', '/blocking'] },
});
