import { definePlan } from '../src/index.ts';
import { publishedLoad } from './published/load.ts';
import { published } from './published/sync-vs-async.ts';
import { fastapi } from './targets/fastapi.ts';

/** The published experiment on the stack it was published on. */
export default definePlan({
  name: 'fastapi',
  description:
    'A blocking and a non-blocking endpoint of 10 s in FastAPI under gunicorn, 1 and 4 workers × 1 and 4 threads',
  target: fastapi,
  load: publishedLoad,
  factors: { workers: [1, 4], threads: [1, 4], endpoint: ['/sync', '/async'] },
  published,
});
