import { liveLoadChart } from '../report/charts/live-load.ts';
import type { Pencil } from '../report/charts/pencil.ts';
import type { LiveRun } from '../samples/live-run.ts';
import type { RunReader, RunSummary } from '../store/run-store.ts';
import { RUNS_A_PAGE, type ListQuery } from './pages/list-query.ts';
import type { ListView } from './pages/list-page.ts';
import type { LiveView } from './pages/live-part.ts';
import type { ListedRun } from './pages/run-rows.ts';
import type { RenderedRuns } from './rendered-runs.ts';
import { runState, type RunState } from './run-state.ts';
import type { StoreReader } from './store-reader.ts';

/** What pages are made from. */
export interface Sources {
  readonly reader: StoreReader;
  readonly runs: RenderedRuns;
  readonly pencil: () => Promise<Pencil>;
  /** Wall clock, as runners stamp what they say of themselves. */
  readonly nowMs: () => number;
}

/** A run as the store has it at this moment. */
export interface SeenRun {
  readonly summary: RunSummary;
  readonly live: LiveRun | undefined;
  /** What it was then: drawing takes its time, and what was heard of it gets old meanwhile. */
  readonly state: RunState;
}

export function listView({ reader, nowMs }: Sources, query: ListQuery): ListView {
  const page = { offset: (query.page - 1) * RUNS_A_PAGE, limit: RUNS_A_PAGE, planName: query.plan };
  const found = reader.read((store) => {
    const { runs, total } = store.listRuns(page);
    return { runs: runs.map((summary) => listedRun(store, summary, nowMs())), total };
  });
  return { query, location: reader.location, ...(found ?? { runs: [], total: 0 }) };
}

function listedRun(store: RunReader, summary: RunSummary, nowMs: number): ListedRun {
  const state = runState(summary, nowMs);
  return { summary, state, live: state === 'running' ? store.findLive(summary.id) : undefined };
}

/** @returns undefined where there is no such run */
export const seenRun = ({ reader, nowMs }: Sources, id: string): SeenRun | undefined =>
  reader.read((store) => {
    const summary = store.findSummary(id);
    if (summary === undefined) return undefined;
    const live = summary.liveAt === null ? undefined : store.findLive(id);
    return { summary, live, state: runState(summary, nowMs()) };
  });

/** What goes on in a run, with its chart. */
export async function liveView({ pencil }: Sources, { live, state }: SeenRun): Promise<LiveView> {
  const isDrawn = state === 'running' && live !== undefined && live.live.length > 0;
  return { state, live, chart: isDrawn ? liveLoadChart(live.live, await pencil()) : undefined };
}
