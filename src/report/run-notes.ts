import type { TrialRecord } from '../samples/trial-record.ts';
import type { RunRow, RunTable, TrialWarmUp } from './run-table.ts';
import {
  conditionText,
  countedNoun,
  countText,
  listText,
  rangeOf,
  rangeText,
  timeText,
} from './figure-text.ts';

/** How far the run came: `8 of 8 trials`, and what is to be said of the rest. */
export function progressText({ run, trialsMeasured, trialsPlanned }: RunTable): string {
  const failed = run.failedTrials.length;
  return [
    // A sweep has as many as it wanted.
    run.sweep === null
      ? `${countText(trialsMeasured)} of ${countedNoun(trialsPlanned, 'trial')}`
      : countedNoun(trialsMeasured, 'trial'),
    ...(failed > 0 ? [`${countText(failed)} could not be measured`] : []),
    ...(run.state === 'finished' ? [] : [run.state]),
  ].join(', ');
}

/** What has to be known to read the tables, one sentence or two each. */
export function tableNotes(table: RunTable): string[] {
  return [
    ...sweepNotes(table),
    ...publishedNotes(table),
    ...generatorNotes(table),
    ...steadyNotes(table),
    ...quantileNotes(table),
    ...meanNotes(table),
    ...replicateNotes(table),
    ...warmUpNotes(table),
    ...invalidNotes(table),
    ...failedNotes(table),
  ];
}

function sweepNotes({ run }: RunTable): string[] {
  if (run.sweep === null) return [];
  return [
    `These are the trials of a sweep; what follows from all of them together is said by: loadstone sweep ${run.id}`,
  ];
}

/** One for each invalid trial: which one, and what spoilt it. */
function invalidNotes({ run, rows }: RunTable): string[] {
  return rows.flatMap((row) =>
    row.invalid.map(({ replicate, reasons }) => {
      const which = run.plan.replicates > 1 ? `, replicate ${replicate}` : '';
      const use = row.isValid ? ' (left out of the medians)' : '';
      return `Invalid${use}: ${conditionText(row.condition)}${which}: ${reasons.join('; ')}.`;
    }),
  );
}

function failedNotes({ run }: RunTable): string[] {
  return run.failedTrials.map(
    ({ condition, reason }) => `Could not be measured: ${conditionText(condition)}: ${reason}.`,
  );
}

function publishedNotes({ run, rows }: RunTable): string[] {
  if (run.plan.published === null || rows.every((row) => row.published === null)) return [];
  const source = `Published: ${run.plan.published.source}.`;
  if (run.timeScale === 1) return [source];
  const rateFactor = Number((1 / run.timeScale).toPrecision(4));
  return [
    `${source} It is at time scale 1; here its times are multiplied by ${run.timeScale} and its rates by ${rateFactor}.`,
  ];
}

function generatorNotes({ outsideGenerators }: RunTable): string[] {
  const tools = outsideGenerators.filter((name) => name !== SIMULATOR);
  const isSimulated = tools.length < outsideGenerators.length;
  return [
    ...(isSimulated ? ['Simulated: this is what a model expects, and nothing of it was measured.'] : []),
    ...(tools.length === 0 ? [] : [toolsNote(tools)]),
  ];
}

const SIMULATOR: TrialRecord['generator']['name'] = 'simulator';

const toolsNote = (tools: readonly string[]): string =>
  `Load by ${listText(tools)}: the figures are the tool's own, and what it does not report is left out (-).`;

function steadyNotes({ rows }: RunTable): string[] {
  const loops = new Set(
    rows.flatMap(({ figures, loop }) => ((figures?.steadyPerSecond ?? null) === null ? [] : [loop])),
  );
  return [
    ...(loops.has('closed')
      ? [
          'Steady: connections ÷ mean response time, where the requests in flight at the end count ' +
            '(Kaplan-Meier) and those of the opening burst do not.',
        ]
      : []),
    ...(loops.has('open')
      ? [
          `Steady${loops.size > 1 ? ' in an open loop' : ''}: completions in the whole intervals of the series.`,
        ]
      : []),
  ];
}

/** Only where it makes a difference. */
function quantileNotes({ rows }: RunTable): string[] {
  if (!rows.some(({ isCensored }) => isCensored)) return [];
  return [
    'p50 and p99 are over all requests: one without a response took longer than its age (Kaplan-Meier), and > is ' +
      'beyond what was seen.',
  ];
}

/** Which trials were cut, and which did not settle; of one that was not cut nothing is said. */
function warmUpNotes({ run, rows }: RunTable): string[] {
  return rows.flatMap(({ condition, warmUps }) => {
    const never = warmUps.filter(({ state }) => state === 'neverSettled');
    const cut = warmUps.filter(({ cutMs }) => cutMs > 0);
    const where = (trials: readonly TrialWarmUp[]): string => {
      const replicates = listText(trials.map(({ replicate }) => countText(replicate)));
      const noun = trials.length === 1 ? 'replicate' : 'replicates';
      return `${conditionText(condition)}${run.plan.replicates > 1 ? `, ${noun} ${replicates}` : ''}`;
    };
    return [
      ...(never.length === 0
        ? []
        : [`Never settled: ${where(never)}: response times still changed in the second half of the window.`]),
      ...(cut.length === 0
        ? []
        : [
            `Warm-up: ${where(cut)}: the first ${rangeText(rangeOf(cut.map(({ cutMs }) => cutMs)), timeText)} ` +
              'left out of steady state, p50 and p99.',
          ]),
    ];
  });
}

function meanNotes({ rows }: RunTable): string[] {
  const late = rows.some(({ figures }) => (figures?.completedLate ?? 0) > 0);
  const published = rows.some((row) => row.published !== null);
  if (!late && !published) return [];
  return [
    "Mean: 'all' is over every completed request; 'on time' leaves the late ones out, as wrk's mean does" +
      (published ? ' (and with it the published one).' : '.'),
  ];
}

function replicateNotes({ run, rows }: RunTable): string[] {
  if (run.plan.replicates === 1) return [];
  const counts = [...new Set(rows.map(({ trials }: RunRow) => trials))].filter((count) => count > 0);
  const trials = listText(counts.toSorted((one, other) => one - other).map((count) => countText(count)));
  return counts.length === 0 ? [] : [`Each figure is the median of a condition's trials (${trials}).`];
}
