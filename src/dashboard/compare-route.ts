import { z } from 'zod';
import { drawComparisonCharts } from '../report/charts/charts.ts';
import { comparisonBody } from '../report/html/comparison-body.ts';
import type { PageBody } from '../report/html/document.ts';
import type { Comparison } from '../samples/comparison.ts';
import { DEFAULT_MARGIN } from '../samples/effect.ts';
import type { StoredRun } from '../samples/run-record.ts';
import { compareInterleaved, compareRuns } from '../statistics/compare-runs.ts';
import { chooseBody, comparisonPageBody, type ChoiceView } from './pages/compare-page.ts';
import { seenRun, type Sources } from './views.ts';

/** Offered to choose from. */
const RECENT = 100;

const id = z.string().max(200);
const querySchema = z
  .object({ run: z.union([id.transform((one) => [one]), z.array(id).max(100)]) })
  .transform(({ run }) => run.map((one) => one.trim()).filter((one) => one !== ''))
  .catch([]);

/** Two runs beside each other, as far as the query names two that can be compared; else the form to choose them by. */
export async function comparePage(sources: Sources, query: unknown): Promise<PageBody> {
  const ids = querySchema.parse(query);
  const recent = sources.reader.read((store) => store.listRuns({ offset: 0, limit: RECENT }).runs) ?? [];
  const choice: ChoiceView = { ids, recent };
  if (ids.length === 0) return chooseBody(choice);
  const compared = await compareById(sources, ids);
  if (typeof compared === 'string') return chooseBody(choice, compared);
  const charts = drawComparisonCharts(compared, await sources.pencil());
  return comparisonPageBody(choice, comparisonBody(compared, charts));
}

/** @returns a sentence where there is nothing to compare */
async function compareById(sources: Sources, ids: readonly string[]): Promise<Comparison | string> {
  const [idA = '', idB, ...others] = ids;
  if (others.length > 0) return `Two runs are compared, and ${ids.length} are chosen: leave some out.`;
  const a = await storedRun(sources, idA);
  if (a === undefined) return `There is no run ${idA} in the store.`;
  if (idB === undefined || idB === idA)
    return (
      compareInterleaved(a, DEFAULT_MARGIN) ??
      'One run is chosen, and it measured nothing in turn that could be compared: choose a second one.'
    );
  const b = await storedRun(sources, idB);
  if (b === undefined) return `There is no run ${idB} in the store.`;
  const comparison = compareRuns(a, b, DEFAULT_MARGIN);
  return comparison.conditions.length > 0
    ? comparison
    : 'The two runs have no condition in common: compare runs of the same plan.';
}

async function storedRun(sources: Sources, runId: string): Promise<StoredRun | undefined> {
  const seen = seenRun(sources, runId);
  return seen && (await sources.runs.rendered(seen.summary))?.stored;
}
