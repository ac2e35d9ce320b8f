import type { RunEvent } from '../run/run-events.ts';
import type { ScheduledTrial } from '../plan/trial-schedule.ts';
import { conditionText, percentText } from '../report/figure-text.ts';
import type { RunRecord } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { LiveTrials } from './live-trials.ts';
import { LiveLines } from './terminal.ts';
import { awaitedText } from './awaited-text.ts';

/** Several loads that go on at once tell of themselves more often than anybody can read. */
const DRAWN_EVERY_MS = 100;

/** Shows a run while it goes on: a line for each finished trial, and live ones where the terminal allows. */
export class RunProgress {
  readonly #stream: NodeJS.WriteStream;
  readonly #lines: LiveLines;
  readonly #live = new LiveTrials(performance.now());
  #total = 0;
  #drawnAt = -Infinity;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#lines = new LiveLines(stream);
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
          this.#say(awaitedText(run.plan.replicates, awaited, run.until));
        break;
      }
      case 'trialStarting':
        this.#live.starts(event.trial);
        this.#draw();
        break;
      case 'trialReady':
        this.#live.isReady(event.trial);
        this.#draw();
        break;
      case 'trialProgress':
        this.#live.isLoaded(event.trial, event.durationMs, event.progress);
        if (performance.now() - this.#drawnAt >= DRAWN_EVERY_MS) this.#draw();
        break;
      case 'trialFinished':
        this.#live.leaves(event.trial, true);
        this.#say(`${this.#place(event.trial)}  ${finishedText(event.record)}`);
        break;
      case 'trialFailed':
        this.#live.leaves(event.trial, true);
        this.#say(`${this.#place(event.trial)}  FAILED: ${event.reason}`);
        break;
      case 'trialPutOff':
        this.#live.leaves(event.trial, false);
        break;
      case 'trialSpoilt':
        this.#live.leaves(event.trial, false);
        this.#say(
          `measured again alone: ${this.#place(event.trial)}: the machine was ${percentText(event.busyShare * 100)} busy while others shared it`,
        );
        break;
      case 'runEnded':
        this.#lines.clear();
        break;
    }
  }

  #begin({ plan, seed, until, warnings }: RunRecord, trials: number): void {
    this.#total = trials;
    this.#say(`${plan.name}: ${until === null ? '' : 'at least '}${trials} trials, seed ${seed}`);
    for (const warning of warnings) this.#say(`warning: ${warning}`);
  }

  #draw(): void {
    const now = performance.now();
    this.#drawnAt = now;
    this.#lines.show(...this.#live.lines(now, this.#total, (trial) => this.#place(trial)));
  }

  #say(text: string): void {
    this.#lines.clear();
    this.#stream.write(`${text}\n`);
  }

  #place({ position, condition }: ScheduledTrial): string {
    return `[${position}/${this.#total}] ${conditionText(condition)}`;
  }
}

function finishedText({ ledger, throughput, validity }: TrialRecord): string {
  const late = ledger.completedLate ? ` (${ledger.completedLate} late)` : '';
  const doubt = validity.valid ? '' : `  INVALID: ${validity.reasons.join('; ')}`;
  return `${ledger.completed} completed${late}, ${throughput.completedPerSecond.toFixed(2)}/s${doubt}`;
}
