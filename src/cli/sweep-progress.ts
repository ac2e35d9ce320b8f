import type { Condition } from '../plan/plan.ts';
import type { SweepDuration } from '../queueing/concurrency/sweep-duration.ts';
import { conditionText, rangeText, rateText, timeText } from '../report/figure-text.ts';
import { fittedLine } from '../report/live/fitted-line.ts';
import { roughTimeText } from '../report/live/live-text.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { trialMetric } from '../statistics/trial-metric.ts';
import type { SweepEvent } from '../sweep/sweep-events.ts';
import type { ProgressOutput } from './progress-output.ts';
import { shownOf } from './run-progress.ts';

/** Shows a sweep while it goes on: a line for each trial, and how far the one has come that goes on. */
export class SweepProgress {
  readonly #output: ProgressOutput;
  /** The endpoint whose server is started and warmed up. */
  #beginning: string | undefined;

  constructor(output: ProgressOutput) {
    this.#output = output;
  }

  show(event: SweepEvent): void {
    switch (event.type) {
      case 'sweepStarted':
        this.#output.say(`${event.run.plan.name}: ${event.endpoints.join(', ')}`);
        break;
      case 'endpointStarting':
        this.#beginning = event.endpoint;
        break;
      case 'stepStarting':
        if (this.#beginning !== undefined) this.#sayHowLong(event.trial.condition, event.left);
        this.#beginning = undefined;
        break;
      case 'sweepProgress':
        this.#output.show(this.#beginning === undefined ? shownOf(event.live) : beginning(this.#beginning));
        break;
      case 'stepFinished':
        this.#output.say(`${conditionText(event.record.condition)}  ${finishedText(event.record)}`);
        break;
      case 'stepFailed':
        this.#output.say(`${conditionText(event.trial.condition)}  FAILED: ${event.reason}`);
        break;
      case 'stepProgress':
        break;
      case 'sweepEnded':
        this.#output.clear();
        break;
    }
  }

  /** Once before the first trial of an endpoint. */
  #sayHowLong({ endpoint }: Condition, left: SweepDuration | null): void {
    if (left === null) return;
    const text = rangeText({ least: left.lowMs, most: left.highMs }, roughTimeText);
    this.#output.say(`${endpoint}: takes ${text === roughTimeText(left.lowMs) ? 'about ' : ''}${text}`);
  }
}

function beginning(endpoint: string): ReturnType<typeof shownOf> {
  const text = `${endpoint}: starting the server and warming it up`;
  return {
    lines: ({ width }) => [fittedLine([{ text: `${text} …` }], width)],
    note: () => text,
    durationsMs: [],
  };
}

function finishedText(record: TrialRecord): string {
  const { throughput, validity, ledger } = record;
  const mean = trialMetric(record, 'responseTimeMeanMs');
  const rate = throughput.steadyStatePerSecond ?? throughput.completedPerSecond;
  const time = mean === null ? '' : `, mean response time ${timeText(mean)}`;
  const doubt = validity.valid ? '' : `  INVALID: ${validity.reasons.join('; ')}`;
  return `${ledger.completed} completed, ${rateText(rate)}${time}${doubt}`;
}
