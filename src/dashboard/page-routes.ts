import type { FastifyInstance } from 'fastify';
import { drawTrialCharts } from '../report/charts/charts.ts';
import { trialSource } from '../report/charts/trial-source.ts';
import { trialBody } from '../report/html/trial-body.ts';
import { eventsOfList, eventsOfRun } from './event-routes.ts';
import { comparePage } from './compare-route.ts';
import { notFound } from './pages/error-page.ts';
import { listBody } from './pages/list-page.ts';
import { listQuery } from './pages/list-query.ts';
import { runPageBody } from './pages/run-page.ts';
import { trialPageBody } from './pages/trial-page.ts';
import { sendError, sendPage } from './reply.ts';
import { goesOn } from './run-state.ts';
import { listView, liveView, seenRun, type Sources } from './views.ts';

interface RunParameters {
  readonly id: string;
}

interface TrialParameters extends RunParameters {
  readonly position: string;
}

/** The pages themselves. */
export function addPages(app: FastifyInstance, sources: Sources): void {
  app.get('/', ({ query }, reply) => {
    const asked = listQuery(query);
    return sendPage(reply, listBody(listView(sources, asked)), { current: '/', events: eventsOfList(asked) });
  });

  app.get('/compare', async ({ query }, reply) =>
    sendPage(reply, await comparePage(sources, query), { current: '/compare' }),
  );

  app.get<{ Params: RunParameters }>('/runs/:id', async ({ params: { id } }, reply) => {
    const seen = seenRun(sources, id);
    const run = seen && (await sources.runs.rendered(seen.summary));
    if (seen === undefined || run === undefined) return sendError(reply, 404, noRun(id));
    const view = await liveView(sources, seen);
    return sendPage(reply, runPageBody({ ...view, ...run }), {
      // What broke off may be heard of again: a machine that slept wakes up.
      events: goesOn(view.state) || view.state === 'brokeOff' ? eventsOfRun(id) : undefined,
    });
  });

  app.get<{ Params: TrialParameters }>('/runs/:id/trials/:position', async ({ params }, reply) => {
    const found = await findTrial(sources, params);
    if (found === undefined) return sendError(reply, 404, noTrial(params));
    const source = trialSource(found.trial, found.stored);
    const report = trialBody(source, drawTrialCharts(source, await sources.pencil()));
    return sendPage(reply, trialPageBody(found.trial.order.position, found.stored, report));
  });

  app.get<{ Params: TrialParameters }>('/runs/:id/trials/:position/trial.json', async ({ params }, reply) => {
    const found = await findTrial(sources, params);
    if (found === undefined) return sendError(reply, 404, noTrial(params));
    return reply
      .header('content-type', 'application/json; charset=utf-8')
      .send(`${JSON.stringify(found.trial, null, 2)}\n`);
  });
}

/** A run that was looked at a moment ago is not read again for each of its trials. */
async function findTrial(sources: Sources, { id, position }: TrialParameters) {
  if (!/^[1-9]\d{0,8}$/.test(position)) return undefined;
  const seen = seenRun(sources, id);
  const stored = seen && (await sources.runs.rendered(seen.summary))?.stored;
  const trial = stored?.trials.find(({ order }) => order.position === Number(position));
  return stored === undefined || trial === undefined ? undefined : { stored, trial };
}

const noRun = (id: string) => notFound(`There is no run ${id} in the store.`);

const noTrial = ({ id, position }: TrialParameters) =>
  notFound(`Run ${id} has no trial ${position} that is finished.`);
