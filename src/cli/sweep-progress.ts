import type { Condition } from '../plan/plan.ts';
import type { SweepDuration } from '../queueing/concurrency/sweep-duration.ts';
import { conditionText, rateText, timeText } from '../report/figure-text.ts';
import type { TrialProgress } from '../run/trial-load.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { trialMetric } from '../statistics/trial-metric.ts';
import type { SweepEvent } from '../sweep/sweep-events.ts';
import type { Milliseconds } from '../units.ts';
import { describeCounters, elapsedShare, progressBar } from './load-progress.ts';
import { LiveLines } from './terminal.ts';

/** Shows a sweep while it goes on: a line for each trial, and a live one where the terminal allows. */
export class SweepProgress {
  readonly #stream: NodeJS.WriteStream;
  readonly #lines: LiveLines;
  #saidHowLong = false;
  #left: SweepDuration | null = null;
  #because = '';

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#lines = new LiveLines(stream);
  }

  show(event: SweepEvent): void {
    switch (event.type) {
      case 'sweepStarted':
        this.#say(`${event.run.plan.name}: ${event.endpoints.join(', ')}`);
        break;
      case 'endpointStarting':
        this.#saidHowLong = false;
        this.#lines.show(`${event.endpoint}: starting the server and warming it up …`);
        break;
      case 'stepStarting':
        this.#left = event.left;
        this.#because = event.because;
        this.#sayHowLong(event.condition, event.left);
        break;
      case 'stepProgress':
        this.#draw(event.condition, event.durationMs, event.progress);
        break;
      case 'stepFinished':
        this.#say(`${conditionText(event.record.condition)}  ${finishedText(event.record)}`);
        break;
      case 'stepFailed':
        this.#say(`${conditionText(event.condition)}  FAILED: ${event.reason}`);
        break;
      case 'sweepEnded':
        this.#lines.clear();
        break;
    }
  }

  /** Once before the first trial of an endpoint. */
  #sayHowLong({ endpoint }: Condition, left: SweepDuration | null): void {
    if (this.#saidHowLong || left === null) return;
    this.#saidHowLong = true;
    this.#say(`${endpoint}: takes ${leftText(left)}`);
  }

  #draw(condition: Condition, durationMs: Milliseconds, { elapsed, counters }: TrialProgress): void {
    const bar = progressBar(elapsedShare(elapsed, durationMs));
    const left = this.#left === null ? '' : `${leftText(this.#left)} left; `;
    this.#lines.show(
      `${conditionText(condition)}: ${this.#because}`,
      `  ${bar}  ${left}${counters === undefined ? '' : describeCounters(counters)}`,
    );
  }

  #say(text: string): void {
    this.#lines.clear();
    this.#stream.write(`${text}\n`);
  }
}

/** `10 to 25s`. */
function leftText({ lowMs, highMs }: SweepDuration): string {
  const [low, high] = [lowMs, highMs].map((ms) => Math.max(1, Math.round(ms / 1_000)) * 1_000) as [
    number,
    number,
  ];
  return low === high ? `about ${timeText(low)}` : `${timeText(low)} to ${timeText(high)}`;
}

function finishedText(record: TrialRecord): string {
  const { throughput, validity, ledger } = record;
  const mean = trialMetric(record, 'responseTimeMeanMs');
  const rate = throughput.steadyStatePerSecond ?? throughput.completedPerSecond;
  const time = mean === null ? '' : `, mean response time ${timeText(mean)}`;
  const doubt = validity.valid ? '' : `  INVALID: ${validity.reasons.join('; ')}`;
  return `${ledger.completed} completed, ${rateText(rate)}${time}${doubt}`;
}
