import type { Condition } from '../../src/plan/plan.ts';
import { conditionText } from '../../src/report/figure-text.ts';
import type { TrialRecord } from '../../src/samples/trial-record.ts';
import { equivalencePValue, ratioOf } from '../../src/statistics/log-contrast.ts';
import { welchRatio } from '../../src/statistics/welch-ratio.ts';
import type { Findings } from '../findings.ts';
import { markdownTable } from '../markdown-table.ts';
import { atMost, type Verdict } from '../verdict.ts';
import { runDefaultPlan, type TimedRun } from './default-plan-run.ts';

const TIME_SCALE = 0.1;
const MARGIN = 0.05;

const METRICS = [
  { name: 'steady state', read: ({ throughput }: TrialRecord) => throughput.steadyStatePerSecond },
  { name: 'mean response time', read: ({ responseTimeMs }: TrialRecord) => responseTimeMs.observed.mean },
] as const;

/** One condition by one metric: how the shared trials compare with those that were alone. */
interface Comparison {
  readonly condition: Condition;
  readonly metric: string;
  readonly trials: readonly [shared: number, alone: number];
  readonly ratio: ReturnType<typeof ratioOf>;
  readonly pValue: number | null;
}

/** Measures the default plan one trial at a time and with several at once, in turn, and compares each condition. */
export function compareSharing(replicates: number): Findings {
  const [alone, shared]: [TimedRun[], TimedRun[]] = [[], []];
  for (let round = 0; round < replicates; round++) {
    const flags = [`--time-scale=${TIME_SCALE}`, `--seed=${round + 1}`];
    const runs = [
      (): unknown => alone.push(runDefaultPlan(flags)),
      (): unknown => shared.push(runDefaultPlan([...flags, '--jobs=auto'])),
    ];
    for (const run of round % 2 === 0 ? runs : runs.toReversed()) run();
  }
  const conditions = alone[0]?.stored.run.plan.conditions ?? [];
  const comparisons = conditions.flatMap((condition) =>
    METRICS.map((metric) => compare(condition, metric, shared, alone)),
  );
  return { text: text(comparisons, shared, alone), verdicts: comparisons.map(verdictOf) };
}

function compare(
  condition: Condition,
  { name, read }: (typeof METRICS)[number],
  shared: readonly TimedRun[],
  alone: readonly TimedRun[],
): Comparison {
  const values = (runs: readonly TimedRun[]): number[] =>
    runs
      .flatMap(({ stored }) => stored.trials)
      .filter((trial) => trial.validity.valid && conditionText(trial.condition) === conditionText(condition))
      .flatMap((trial) => read(trial) ?? []);
  const [one, other] = [values(shared), values(alone)];
  const contrast = welchRatio(one, other);
  return {
    condition,
    metric: name,
    trials: [one.length, other.length],
    ratio: ratioOf(contrast),
    pValue: equivalencePValue(contrast, MARGIN),
  };
}

function verdictOf({ condition, metric, pValue }: Comparison): Verdict {
  return {
    figure: `${conditionText(condition)}: ${metric}, p that the two differ by more than ${MARGIN * 100} %`,
    reached: pValue ?? NaN,
    asked: atMost(0.05, '', 4),
  };
}

function text(
  comparisons: readonly Comparison[],
  shared: readonly TimedRun[],
  alone: readonly TimedRun[],
): string {
  return [
    `The default plan at a tenth of its length, ${shared.length} times with \`--jobs auto\` and ${alone.length} times one trial at a time, in turn.`,
    `One at a time a run took ${secondsOf(alone)} s, with \`--jobs auto\` ${secondsOf(shared)} s. ${jobsText(shared)}`,
    'Ratio: geometric mean of the trials that shared the machine over that of those that had it alone, with its 95 % interval (Welch). p: two one-sided tests.',
    markdownTable(
      ['condition', 'metric', 'trials', 'ratio', '95 % interval', 'p'],
      comparisons.map(({ condition, metric, trials, ratio, pValue }) => [
        conditionText(condition),
        metric,
        trials.join(' + '),
        figure(ratio.estimate),
        `${figure(ratio.low)} to ${figure(ratio.high)}`,
        pValue === null ? '-' : pValue.toExponential(1),
      ]),
    ),
  ].join('\n\n');
}

/** What `--jobs auto` came to in some runs. */
export function jobsText(runs: readonly TimedRun[]): string {
  const jobs = runs.flatMap(({ stored }) => stored.run.jobs ?? []);
  const most = jobs.map((one) => one.most).join(', ');
  const repeated = jobs.map((one) => one.repeated.length).join(', ');
  return `Trials at once: ${most}; measured again alone: ${repeated}.`;
}

const secondsOf = (runs: readonly TimedRun[]): string =>
  runs.map(({ seconds }) => seconds.toFixed(0)).join(', ');

const figure = (value: number | null): string => value?.toFixed(4) ?? '-';
