import { performance } from 'node:perf_hooks';
import { nextDrawingMs } from './drawing-ration.ts';
import { listPart } from './pages/list-page.ts';
import { listPath, type ListQuery } from './pages/list-query.ts';
import type { LiveView } from './pages/live-part.ts';
import { livePart, statusPart } from './pages/live-part.ts';
import type { Part } from './pages/part.ts';
import { contentsPart, headingPart, reportPart } from './pages/run-page.ts';
import { renderingKey, type RenderedRun } from './rendered-runs.ts';
import { listView, liveView, seenRun, type SeenRun, type Sources } from './views.ts';

/** What a page that is looked at is about. */
export interface Topic {
  /** The same for all who look at the same. */
  readonly key: string;
  /**
   * Renders what changes of it.
   * @throws {UserError} when the store cannot be read
   */
  look(): Promise<Look>;
}

export interface Look {
  readonly parts: readonly Part[];
  /** There is more to be seen than was drawn, as drawing has its ration. */
  readonly isBehind: boolean;
  /** Nothing will change any more. */
  readonly isOver: boolean;
}

export const listTopic = (sources: Sources, query: ListQuery): Topic => ({
  key: listPath(query),
  look: () =>
    Promise.resolve({ parts: [listPart(listView(sources, query))], isBehind: false, isOver: false }),
});

/** What goes on is drawn so often at most. */
const LIVE_CHART_EVERY_MS = 1_000;

/** A run: what goes on in it, and its report as trials are added. */
export function runTopic(sources: Sources, id: string): Topic {
  let live: { readonly view: LiveView; readonly drawnMs: number } | undefined;
  let report: RenderedRun | undefined;

  async function liveNow(seen: SeenRun): Promise<{ view: LiveView; isBehind: boolean }> {
    const nowMs = performance.now();
    const { state } = seen;
    if (live !== undefined && live.view.state === state) {
      if (state !== 'running') return { view: live.view, isBehind: false };
      if (nowMs - live.drawnMs < LIVE_CHART_EVERY_MS) return { view: live.view, isBehind: true };
    }
    live = { view: await liveView(sources, seen), drawnMs: nowMs };
    return { view: live.view, isBehind: false };
  }

  /** @returns whether it is of what there is now */
  async function reportNow({ summary, state }: SeenRun): Promise<boolean> {
    const isNew = report?.key !== renderingKey(summary);
    if (!isNew) return true;
    // Once the run is over, nothing of it is measured that drawing would disturb.
    const drawn = state === 'running' ? report?.drawn : undefined;
    if (drawn !== undefined && performance.now() < nextDrawingMs(drawn)) return false;
    report = await sources.runs.rendered(summary);
    return true;
  }

  return {
    key: `run ${id}`,
    look: async () => {
      const seen = seenRun(sources, id);
      if (seen === undefined) return { parts: [], isBehind: false, isOver: true };
      const { view, isBehind } = await liveNow(seen);
      const isUpToDate = await reportNow(seen);
      const parts = [statusPart(view), livePart(view)];
      if (report !== undefined) {
        const all = { ...view, stored: report.stored, report: report.report };
        parts.push(headingPart(all), contentsPart(all), reportPart(all));
      }
      const isOver = isUpToDate && (view.state === 'finished' || view.state === 'interrupted');
      return { parts, isBehind: isBehind || !isUpToDate, isOver };
    },
  };
}
