// Judges the diagnosis on troubles made on purpose: writes docs/diagnosis-confusion.md, prints a line for each figure, and ends
// with 1 when one is not reached. Linux; about 10 minutes.
// Run: node bench/diagnosis/confusion.ts [--seeds N] [--first SEED] [--kept FILE] [--minutes M]
//   --first    the first of the seeds; the rules were made while looking at seeds below 400
//   --kept     trials that are in this file are not measured again, and each that is measured is added to it
//   --minutes  ends after so many, with the document as it is: go on with the same --kept
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { diagnoseTrial } from '../../src/diagnosis/diagnosis.ts';
import { isTrouble } from '../../src/diagnosis/finding.ts';
import { atLeast, atMost, type Verdict } from '../verdict.ts';
import { printVerdicts, writeSection } from '../write-section.ts';
import { confusionTable, isRight, wronglyNamed, type Named } from './confusion-table.ts';
import { measureTrouble } from './measure-trouble.ts';
import { TROUBLES, troubledTrial, type TroubledTrial } from './troubles.ts';

const DOCUMENT = join(resolve(import.meta.dirname, '../..'), 'docs/diagnosis-confusion.md');
const SEEDS = 10;
const FIRST_SEED = 401;
const TRIALS_ASKED = 120;

try {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: String(SEEDS) },
      first: { type: 'string', default: String(FIRST_SEED) },
      kept: { type: 'string' },
      minutes: { type: 'string', default: 'Infinity' },
    },
  });
  const trials = Array.from({ length: Number(values.seeds) }, (_, seed) =>
    TROUBLES.map((trouble) => troubledTrial(trouble, Number(values.first) + seed)),
  ).flat();
  const named = await nameAll(trials, values.kept, Date.now() + Number(values.minutes) * 60_000);
  if (named.length < trials.length)
    process.stdout.write(`${named.length} of ${trials.length}: to be continued\n`);
  else {
    const verdicts = verdictsOf(named);
    const wrong = wronglyNamed(named);
    const text = [confusionTable(named), ...(wrong === '' ? [] : [`Named wrongly:\n\n${wrong}`])].join(
      '\n\n',
    );
    writeSection(DOCUMENT, 'confusion', { text, verdicts });
    printVerdicts('confusion', verdicts);
  }
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 2;
}

async function nameAll(
  trials: readonly TroubledTrial[],
  file: string | undefined,
  until: number,
): Promise<Named[]> {
  const kept = file === undefined || !existsSync(file) ? [] : linesOf(readFileSync(file, 'utf8'));
  const named: Named[] = [];
  for (const trial of trials) {
    const known = kept.find(({ trouble, seed }) => trouble === trial.trouble && seed === trial.seed);
    if (known === undefined && Date.now() > until) continue;
    const one = known ?? (await nameOne(trial));
    named.push(one);
    if (known !== undefined) continue;
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(one)}\n`);
    process.stdout.write(
      `${isRight(one) ? 'right' : 'WRONG'} ${one.trouble} ${one.seed}: ${one.ceiling ?? 'not measured'}\n`,
    );
  }
  return named;
}

function linesOf(text: string): Named[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Named);
}

async function nameOne(trial: TroubledTrial): Promise<Named> {
  const { trouble, seed, sizes, expected } = trial;
  try {
    const { ceiling, findings } = diagnoseTrial(await measureTrouble(trial));
    const [first, ...rest] = findings;
    const others = rest
      .filter((one) => isTrouble(one) && one.confidence.level === 'high')
      .map(({ kind }) => kind);
    return { trouble, seed, sizes, expected, ceiling, level: first?.confidence.level ?? null, others };
  } catch (error) {
    process.stderr.write(`${trouble} ${seed}: ${String(error)}\n`);
    return { trouble, seed, sizes, expected, ceiling: null, level: null, others: [] };
  }
}

function verdictsOf(named: readonly Named[]): Verdict[] {
  const healthy = named.filter(({ trouble }) => trouble === 'healthy' || trouble === 'offeredLoad');
  const troubled = healthy.filter(({ ceiling, others }) => ceiling !== 'offeredLoad' || others.length > 0);
  return [
    { figure: 'trials', reached: named.length, asked: atLeast(TRIALS_ASKED, '', 0) },
    {
      figure: 'trials whose ceiling is named rightly',
      reached: (named.filter(isRight).length / named.length) * 100,
      asked: atLeast(100, ' %', 1),
    },
    {
      figure: 'healthy servers of which a trouble is named',
      reached: troubled.length,
      asked: atMost(0, '', 0),
    },
  ];
}
