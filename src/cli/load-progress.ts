import type { LoadProgress as LoadSoFar } from '../load/run-load.ts';
import type { LoadSettings } from '../plan/load-settings.ts';
import { liveShare } from '../samples/live-share.ts';
import type { LiveTrial } from '../samples/live-run.ts';
import { leftText, loadTexts } from '../report/live/live-text.ts';
import { loadLines } from '../report/live/load-lines.ts';
import { LiveTrials } from '../run/live/live-trials.ts';
import type { ProgressOutput } from './progress-output.ts';

/** Shows how far one load has come: to the model of a run it is the only trial. */
export class LoadProgress {
  readonly #output: ProgressOutput;
  readonly #live = new LiveTrials();
  readonly #trial;

  constructor(output: ProgressOutput, settings: LoadSettings) {
    this.#output = output;
    this.#trial = { condition: { endpoint: settings.endpoint }, block: 1, replicate: 1, position: 1 };
    this.#live.starts(this.#trial, settings);
  }

  show(progress: LoadSoFar): void {
    this.#live.isLoaded(this.#trial, progress);
    const [trial] = this.#live.read();
    const [load] = this.#live.loads();
    if (trial === undefined || load === undefined) return;
    const { restMs } = load;
    const left = Number.isFinite(restMs) ? leftText({ lowMs: restMs, highMs: restMs }) : undefined;
    this.#output.show({
      lines: (look) => loadLines(trial, left === undefined ? [] : [left], look),
      note: () => noteOf(trial, left),
      durationsMs: [trial.durationMs],
    });
  }

  clear(): void {
    this.#output.clear();
  }
}

function noteOf(trial: LiveTrial, left: string | undefined): string {
  const percent = `${Math.floor(liveShare(trial) * 100)} %`;
  return [percent, ...loadTexts(trial), ...(left === undefined ? [] : [left])].join(', ');
}
