import { definePlan } from '../src/index.ts';
import { publishedLoad } from './published/load.ts';
import { published } from './published/sync-vs-async.ts';
import { fastapi } from './targets/fastapi.ts';
import { express, fastify, nodeHttp } from './targets/node-servers.ts';

const compared = ['loadstone', 'fastapi'];

/**
 * Several servers in one table: ours and the original, unless `--factor target=loadstone,express` chooses others of
 * these. Threads do nothing in any of them, so the published figures are those of one thread.
 */
export default definePlan({
  name: 'side-by-side',
  description:
    "Loadstone's own server and the stack it stands for, 1 and 4 workers, /sync and /async of 10 s",
  targets: {
    loadstone: { kind: 'embedded', workerClass: 'pool', poolSize: 40, hold: '10s' },
    fastapi,
    express,
    fastify,
    'node-http': nodeHttp,
  },
  load: publishedLoad,
  factors: { target: compared, workers: [1, 4], endpoint: ['/sync', '/async'] },
  published: {
    source: published.source,
    cells: published.cells.flatMap(({ condition: { threads, ...condition }, ...figures }) =>
      threads === 1 ? compared.map((target) => ({ ...figures, condition: { target, ...condition } })) : [],
    ),
  },
});
