import type { RunEvent } from '../run/run-events.ts';
import type { ScheduledTrial } from '../plan/trial-schedule.ts';
import { conditionText } from '../report/figure-text.ts';
import { milliseconds, formatDuration } from '../units.ts';
import { describeCounters, elapsedShare, progressBar } from './load-progress.ts';
import { LiveLines } from './terminal.ts';

/** What starting and stopping a server is taken to cost until a trial has shown it. */
const ASSUMED_OVERHEAD_MS = 3_000;

/** Shows a run while it goes on: a line for each finished trial, and a live one where the terminal allows. */
export class RunProgress {
  readonly #stream: NodeJS.WriteStream;
  readonly #line: LiveLines;
  #total = 0;
  #finished = 0;
  #runStartedAt = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#line = new LiveLines(stream);
  }

  show(event: RunEvent): void {
    switch (event.type) {
      case 'runStarted':
        this.#total = event.trials.length;
        this.#runStartedAt = performance.now();
        this.#say(`${event.run.plan.name}: ${this.#total} trials, seed ${event.run.seed}`);
        for (const warning of event.run.warnings) this.#say(`warning: ${warning}`);
        break;
      case 'trialStarting':
        this.#line.show(this.#place(event.trial), '  starting the server, all its workers and threads …');
        break;
      case 'trialProgress': {
        const { trial, durationMs, progress } = event;
        const share = elapsedShare(progress.elapsed, durationMs);
        const left = this.#left(durationMs, share);
        this.#line.show(
          this.#place(trial),
          `  ${progressBar(share)}  ${progress.counters === undefined ? '' : describeCounters(progress.counters)}`,
          `  ${left} for all ${this.#total} trials`,
        );
        break;
      }
      case 'trialFinished': {
        this.#finished++;
        const { ledger, throughput, validity } = event.record;
        const late = ledger.completedLate ? ` (${ledger.completedLate} late)` : '';
        const doubt = validity.valid ? '' : `  INVALID: ${validity.reasons.join('; ')}`;
        this.#say(
          `${this.#place(event.trial)}  ${ledger.completed} completed${late}, ${throughput.completedPerSecond.toFixed(2)}/s${doubt}`,
        );
        break;
      }
      case 'trialFailed':
        this.#finished++;
        this.#say(`${this.#place(event.trial)}  FAILED: ${event.reason}`);
        break;
      case 'runEnded':
        this.#line.clear();
        break;
    }
  }

  #say(text: string): void {
    this.#line.clear();
    this.#stream.write(`${text}\n`);
  }

  #place({ position, condition }: ScheduledTrial): string {
    return `[${position}/${this.#total}] ${conditionText(condition)}`;
  }

  /** How long the run will still take, judged by the trials so far. */
  #left(durationMs: number, share: number): string {
    const elapsed = performance.now() - this.#runStartedAt;
    const done = this.#finished + share;
    const each = this.#finished === 0 ? durationMs + ASSUMED_OVERHEAD_MS : elapsed / Math.max(done, 0.1);
    const seconds = Math.round(((this.#total - done) * each) / 1000);
    return `about ${formatDuration(milliseconds(Math.max(1, seconds) * 1000))} left`;
  }
}
