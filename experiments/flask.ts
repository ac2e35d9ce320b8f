import { definePlan } from '../src/index.ts';
import { publishedLoad } from './published/load.ts';
import { flask } from './targets/flask.ts';

/** The same question for Flask, which has no event loop: its threads matter, where the worker class has any. */
export default definePlan({
  name: 'flask',
  description:
    'A blocking endpoint of 10 s in Flask under two worker classes of gunicorn, 1 and 4 workers × 1 and 4 threads',
  target: flask,
  load: publishedLoad,
  factors: { workerClass: ['sync', 'gthread'], workers: [1, 4], threads: [1, 4], endpoint: ['/sync'] },
});
