import type { ScheduledTrial } from '../plan/trial-schedule.ts';
import { conditionText, percentText } from '../report/figure-text.ts';
import { liveLines } from '../report/live/live-lines.ts';
import { liveNote } from '../report/live/live-note.ts';
import type { RunEvent } from '../run/run-events.ts';
import type { LiveRun } from '../samples/live-run.ts';
import type { RunRecord } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { awaitedText } from './awaited-text.ts';
import type { ProgressOutput, Shown } from './progress-output.ts';

/** Shows a run while it goes on: a line for each finished trial, and how far those have come that go on. */
export class RunProgress {
  readonly #output: ProgressOutput;
  #total = 0;

  constructor(output: ProgressOutput) {
    this.#output = output;
  }

  show(event: RunEvent): void {
    switch (event.type) {
      case 'runStarted':
        this.#begin(event.run, event.trials);
        break;
      case 'blockStarting': {
        const { run, trials, awaited } = event;
        this.#total = Math.max(this.#total, ...trials.map(({ position }) => position));
        if (awaited !== null && run.until !== null)
          this.#output.say(awaitedText(run.plan.replicates, awaited, run.until));
        break;
      }
      case 'runProgress':
        this.#output.show(shownOf(event.live));
        break;
      case 'trialFinished':
        this.#output.say(`${this.#place(event.trial)}  ${finishedText(event.record)}`);
        break;
      case 'trialFailed':
        this.#output.say(`${this.#place(event.trial)}  FAILED: ${event.reason}`);
        break;
      case 'trialSpoilt':
        this.#output.say(
          `measured again alone: ${this.#place(event.trial)}: the machine was ${percentText(event.busyShare * 100)} busy while others shared it`,
        );
        break;
      case 'trialStarting':
      case 'trialReady':
      case 'trialProgress':
      case 'trialPutOff':
        break;
      case 'runEnded':
        this.#output.clear();
        break;
    }
  }

  #begin({ plan, seed, until, warnings }: RunRecord, trials: number): void {
    this.#total = trials;
    this.#output.say(`${plan.name}: ${until === null ? '' : 'at least '}${trials} trials, seed ${seed}`);
    for (const warning of warnings) this.#output.say(`warning: ${warning}`);
  }

  #place({ position, condition }: ScheduledTrial): string {
    return `[${position}/${this.#total}] ${conditionText(condition)}`;
  }
}

/** How a run or a sweep that goes on is shown. */
export const shownOf = (live: LiveRun): Shown => ({
  lines: (look) => liveLines(live, look),
  note: () => liveNote(live),
  durationsMs: live.live.map(({ durationMs }) => durationMs),
});

function finishedText({ ledger, throughput, validity }: TrialRecord): string {
  const late = ledger.completedLate ? ` (${ledger.completedLate} late)` : '';
  const doubt = validity.valid ? '' : `  INVALID: ${validity.reasons.join('; ')}`;
  return `${ledger.completed} completed${late}, ${throughput.completedPerSecond.toFixed(2)}/s${doubt}`;
}
