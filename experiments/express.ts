import { definePlan } from '../src/index.ts';
import { publishedLoad } from './published/load.ts';
import { express } from './targets/node-servers.ts';

/** The same question for Express, where a handler that blocks holds up its whole worker. */
export default definePlan({
  name: 'express',
  description: 'Endpoints of 10 s that block and that do not in Express, 1 and 4 workers',
  target: express,
  load: publishedLoad,
  factors: { workers: [1, 4], endpoint: ['/sync', '/async', '/blocking'] },
});
