import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureTrouble } from '../../bench/diagnosis/measure-trouble.ts';
import { troubledTrial, type Trouble } from '../../bench/diagnosis/troubles.ts';
import { diagnoseTrial } from '../../src/diagnosis/diagnosis.ts';
import { isTrouble } from '../../src/diagnosis/finding.ts';
import type { Diagnosis } from '../../src/samples/diagnosis.ts';

/**
 * Sized down from bench/diagnosis/confusion.ts, which makes ten of each kind: one of each, of real servers. Those that only
 * wait are measured three at a time. A trial that leaves it undetermined, as one that the machine spoilt does, is made again by
 * itself, twice at most; one wrong ceiling fails.
 */
const TOGETHER: readonly (readonly Trouble[])[] = [
  ['poolSlots', 'eventLoopBlocked', 'acceptQueue'],
  ['externalWait', 'unevenConnections', 'offeredLoad'],
  ['errors', 'coldStart', 'healthy'],
  ['memoryGrowth'],
  ['cpuSaturated'],
  ['generatorSaturated'],
];

/** Where a trial needs no more: to see a beginning, or memory that grows, takes longer. */
const SHORT = '1800ms';
const SEEDS = [1, 2, 3];
const LONG: ReadonlySet<Trouble> = new Set<Trouble>(['coldStart', 'memoryGrowth']);

async function diagnosed(trouble: Trouble, seed: number): Promise<Diagnosis> {
  const trial = troubledTrial(trouble, seed);
  const load = LONG.has(trouble) ? trial.load : { ...trial.load, duration: SHORT };
  return diagnoseTrial(await measureTrouble({ ...trial, load }));
}

/** It says itself that nothing can be told; a wrong ceiling is another matter. */
const isSilent = ({ ceiling }: Diagnosis): boolean => ceiling === 'undetermined';

describe(
  'of troubles made on purpose, of which it is told nothing,',
  { skip: process.platform !== 'linux' },
  () => {
    for (const troubles of TOGETHER)
      it(`the diagnosis names ${troubles.join(', ')}`, async () => {
        const [first = 1, ...others] = SEEDS;
        const together = await Promise.all(troubles.map(async (trouble) => diagnosed(trouble, first)));
        for (const [index, trouble] of troubles.entries()) {
          const { expected } = troubledTrial(trouble, first);
          let last = together[index] as Diagnosis;
          for (const seed of others) if (isSilent(last)) last = await diagnosed(trouble, seed);
          assert.equal(last.ceiling, expected, `${trouble}: ${JSON.stringify(last.findings, null, 1)}`);
          if (trouble === 'healthy') assert.deepEqual(last.findings.filter(isTrouble), []);
        }
      });
  },
);
