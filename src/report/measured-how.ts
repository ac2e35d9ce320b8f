import type { RunTable } from './run-table.ts';
import { countedNoun, countText, figureText, listText, rangeOf, rangeText, timeText } from './figure-text.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { TargetRecord } from '../samples/target-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/** A term and what is said of it. */
export type Detail = readonly [term: string, text: string];

/** How a run was measured: plan, target, load, machine. */
export function measuredHow(stored: StoredRun, table: RunTable): Detail[] {
  const [first] = stored.trials;
  return [
    ...planDetails(stored, table),
    ...stored.run.plan.targets.map((target): Detail => ['Target', targetText(target)]),
    ...(first === undefined
      ? []
      : [
          ...loadDetails(stored.trials),
          generatorDetail(stored.trials),
          ...machineDetails(stored.trials, first),
        ]),
    ['Loadstone', stored.run.loadstoneVersion],
  ];
}

function planDetails({ run }: StoredRun, table: RunTable): Detail[] {
  const levels = table.factors.map((factor) => {
    const own = [
      ...new Set(
        table.rows.flatMap(({ condition }) =>
          Object.hasOwn(condition, factor) ? [String(condition[factor])] : [],
        ),
      ),
    ];
    return `${factor} ${listText(own)}`;
  });
  const { plan } = run;
  return [
    [
      'Plan',
      `${plan.name}: ${countedNoun(plan.conditions.length, 'condition')} × ${countedNoun(plan.replicates, 'replicate')}, in blocks of random order (seed ${run.seed})`,
    ],
    ...(levels.length === 0 ? [] : [['Factors', levels.join('; ')] as const]),
    ...(plan.interleave === null
      ? []
      : [['Interleaved', `the levels of ${plan.interleave} right after one another`] as const]),
    [
      'Time',
      `${run.startedAt} to ${run.finishedAt ?? `now (${run.state})`}${run.timeScale === 1 ? '' : `; holds, durations and time-outs × ${run.timeScale}`}`,
    ],
  ];
}

function targetText(target: TargetRecord): string {
  const name = target.name === null ? '' : `${target.name}: `;
  switch (target.kind) {
    case 'embedded':
      return `${name}the embedded server, ${target.workerClass} workers, ${countText(target.poolSize)} pool threads each, hold ${target.hold}, balance ${target.balance}${target.app === null ? '' : `, app ${target.app}`}`;
    case 'command':
      return `${name}${target.command.join(' ')}`;
    case 'url':
      return `${name}${target.url}`;
  }
}

function loadDetails(trials: readonly TrialRecord[]): Detail[] {
  return [
    [
      'Load',
      distinctText(
        trials,
        ({ load }) =>
          `${load.loop} loop, ${countedNoun(load.connections, 'connection')}${load.arrivals === null ? '' : `, ${figureText(load.arrivals.perSecond)} arrivals/s (${load.arrivals.process})`}`,
      ),
    ],
    [
      'Window',
      distinctText(
        trials,
        ({ load, windowMs }) =>
          `${timeText(windowMs)}${load.warmupMs > 0 ? ` after a warm-up of ${timeText(load.warmupMs)}` : ''}, time-out ${timeText(load.timeoutMs)} (${load.timeoutPolicy})`,
      ),
    ],
  ];
}

/** What made the load. */
export const generatorDetail = (trials: readonly TrialRecord[]): Detail => [
  'Generator',
  distinctText(
    trials,
    ({ load, generator }) =>
      `${generator.name}${generator.version === null ? '' : ` ${generator.version}`}, ${countedNoun(load.generatorThreads, 'thread')}${load.transport === null ? '' : `, ${load.transport} transport, ${load.stamps} stamps`}`,
  ),
];

const distinctText = (trials: readonly TrialRecord[], text: (trial: TrialRecord) => string): string =>
  listText([...new Set(trials.map(text))].slice(0, 6));

/** Where it was measured. */
export function machineDetails(trials: readonly TrialRecord[], { environment }: TrialRecord): Detail[] {
  const loads = trials.map(({ environment: of }) => of.loadAverageBefore[0] ?? 0);
  return [
    [
      'Machine',
      `${countedNoun(environment.cpuCount, 'processor')} (${environment.cpuModel.trim()}), ${figureText(environment.memoryBytes / 2 ** 30)} GiB`,
    ],
    [
      'System',
      `${environment.platform} ${environment.kernel} ${environment.architecture}, Node ${environment.nodeVersion}`,
    ],
    ['Load average before', rangeText(rangeOf(loads), figureText)],
  ];
}
