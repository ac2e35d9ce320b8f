// Whether the server holds as many requests in flight as its slots allow, and for no longer than it should.
import { Failures } from '../failures.ts';
import { medianOf, signed } from '../figures.ts';
import type { Findings } from '../findings.ts';
import { markdownTable } from '../markdown-table.ts';
import { atMost, type Verdict } from '../verdict.ts';
import type { ServerBenchOptions } from './bench-options.ts';
import { measureSteady, type SteadyFigures } from './measure-steady.ts';
import type { Part } from './part.ts';
import { batchesOf } from './steady-batches.ts';
import {
  CONNECTIONS,
  conditionName,
  servedAtOnce,
  steadyConditions,
  type SteadyCondition,
} from './steady-conditions.ts';

const ASKED_PERCENT = 2;
const FIRST_PORT = 18_400;

/** A condition with what its rounds found. */
interface Measured {
  readonly condition: SteadyCondition;
  readonly rounds: SteadyFigures[];
}

export const steadyState: Part = { tools: ['loadstone', 'taskset'], measure: measureSteadyStates };

async function measureSteadyStates({ rounds = 1, isQuick }: ServerBenchOptions): Promise<Findings> {
  const failures = new Failures();
  const all = steadyConditions({ isQuick }).map((condition): Measured => ({ condition, rounds: [] }));
  let port = FIRST_PORT;
  for (let round = 1; round <= rounds; round++)
    for (const batch of batchesOf(all.map(({ condition }) => condition))) {
      const measuring = all.filter(({ condition }) => batch.includes(condition));
      await Promise.all(measuring.map((one) => measureInto(one, port++, failures)));
    }
  const text = [introduction(rounds), table(all), failures.text.trimEnd()];
  return { text: text.filter((part) => part !== '').join('\n\n'), verdicts: verdicts(all) };
}

async function measureInto({ condition, rounds }: Measured, port: number, failures: Failures): Promise<void> {
  try {
    rounds.push(await measureSteady(condition, port));
  } catch (error) {
    failures.add(conditionName(condition), error instanceof Error ? error.message : String(error));
  }
}

/** Of what was expected in the same round. */
function differencePercent({ rounds }: Measured): number {
  return medianOf(rounds.map(({ measured, expected }) => (measured / expected - 1) * 100));
}

function introduction(rounds: number): string {
  return [
    `${CONNECTIONS} connections, dealt in turn; expected is Σ min(connections of a worker, its slots) ÷ R, where R is the residence at one`,
    `connection, measured on the same server just before. ${rounds === 1 ? 'One load each' : `Medians of ${rounds} rounds`}; \`--timeout 0\`.`,
  ].join('\n');
}

function table(all: readonly Measured[]): string {
  const head = ['class, endpoint', 'workers', 'threads', 'served at once', 'hold, s', 'R, ms'];
  const rows = all.map((one) => {
    const { condition, rounds } = one;
    const of = (read: (figures: SteadyFigures) => number): number => medianOf(rounds.map(read));
    return [
      `${condition.workerClass}, ${condition.endpoint}`,
      String(condition.workers),
      condition.workerClass === 'gthread' ? String(condition.threads) : '',
      String(servedAtOnce(condition)),
      String(condition.holdSeconds),
      (of(({ residenceSeconds }) => residenceSeconds) * 1e3).toFixed(1),
      of(({ expected }) => expected).toFixed(2),
      of(({ measured }) => measured).toFixed(2),
      signed(differencePercent(one), 2),
    ];
  });
  return markdownTable([...head, 'expected, 1/s', 'measured, 1/s', 'difference, %'], rows);
}

/** One a class, endpoint and hold: the condition that is furthest off. */
function verdicts(all: readonly Measured[]): Verdict[] {
  const groups = Map.groupBy(
    all,
    ({ condition }) => `${condition.workerClass}, ${condition.endpoint}, hold ${condition.holdSeconds} s`,
  );
  return [...groups].map(([name, group]) => {
    const differences = group.map((one) => Math.abs(differencePercent(one)));
    return {
      figure: `steady state, ${name}, largest difference of ${group.length} conditions`,
      reached: differences.some(Number.isNaN) ? NaN : Math.max(...differences),
      asked: atMost(ASKED_PERCENT, ' %'),
    };
  });
}
