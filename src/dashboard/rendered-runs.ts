import { performance } from 'node:perf_hooks';
import { chartSource } from '../report/charts/chart-source.ts';
import { drawCharts } from '../report/charts/charts.ts';
import type { Pencil } from '../report/charts/pencil.ts';
import type { PageBody } from '../report/html/document.ts';
import { runBody } from '../report/html/run-body.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { RunSummary } from '../store/run-store.ts';
import { boundedCache } from './bounded-cache.ts';
import type { Drawn } from './drawing-ration.ts';
import { besideRepeat } from './pages/run-page.ts';
import type { StoreReader } from './store-reader.ts';

/** A run with its report, as far as it has come. */
export interface RenderedRun {
  readonly stored: StoredRun;
  readonly report: PageBody;
  /** What it is a rendering of. */
  readonly key: string;
  readonly drawn: Drawn;
}

/** Renders runs, and keeps those that were looked at last. */
export interface RenderedRuns {
  /**
   * @returns undefined where the run is gone
   * @throws {UserError} when it is in a form of another version's
   */
  rendered(summary: RunSummary): Promise<RenderedRun | undefined>;
}

/** A rendering of a run of 200 trials is two megabytes, and its record some more. */
const KEPT = 8;

/** What a report of a run follows from; another text as soon as a trial was added. */
export const renderingKey = ({
  id,
  state,
  finishedAt,
  trials,
  failedTrials,
  conditions,
}: RunSummary): string => JSON.stringify([id, state, finishedAt, trials, failedTrials, conditions]);

export function renderedRuns(reader: StoreReader, pencil: () => Promise<Pencil>): RenderedRuns {
  const kept = boundedCache<RenderedRun>(KEPT);
  return {
    rendered: async (summary) => {
      const key = renderingKey(summary);
      const known = kept.get(summary.id);
      if (known?.key === key) return known;
      const loaded = await pencil();
      const startedMs = performance.now();
      const stored = reader.read((store) => store.findRun(summary.id));
      if (stored === undefined) return undefined;
      const report = reportOf(stored, loaded, reader.location);
      const drawn = { startedMs, tookMs: performance.now() - startedMs };
      const made = { stored, report, key, drawn };
      kept.set(summary.id, made);
      return made;
    },
  };
}

function reportOf(stored: StoredRun, pencil: Pencil, location: string): PageBody {
  const source = chartSource(stored);
  const charts = stored.trials.length === 0 ? [] : drawCharts(source, pencil);
  return runBody(source, charts, besideRepeat(stored.run.id, location));
}
