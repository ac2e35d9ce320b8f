import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureTrouble } from '../../bench/diagnosis/measure-trouble.ts';
import { troubledTrial, type Trouble } from '../../bench/diagnosis/troubles.ts';
import { diagnoseTrial } from '../../src/diagnosis/diagnosis.ts';
import { isTrouble } from '../../src/diagnosis/finding.ts';
import type { Diagnosis } from '../../src/samples/diagnosis.ts';

/**
 * Sized down from bench/diagnosis/confusion.ts, which makes ten of each kind: one of each, of real servers. Those that only
 * wait are measured three at a time. A trial that the machine spoilt, being busy with something else, is made once more.
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
const LONG: ReadonlySet<Trouble> = new Set<Trouble>(['coldStart', 'memoryGrowth']);

async function diagnosed(trouble: Trouble, seed: number): Promise<Diagnosis> {
  const trial = troubledTrial(trouble, seed);
  const load = LONG.has(trouble) ? trial.load : { ...trial.load, duration: SHORT };
  return diagnoseTrial(await measureTrouble({ ...trial, load }));
}

describe(
  'of troubles made on purpose, of which it is told nothing,',
  { skip: process.platform !== 'linux' },
  () => {
    for (const troubles of TOGETHER)
      it(`the diagnosis names ${troubles.join(', ')}`, async () => {
        const first = await Promise.all(troubles.map(async (trouble) => diagnosed(trouble, 1)));
        for (const [index, trouble] of troubles.entries()) {
          const { expected } = troubledTrial(trouble, 1);
          const once = first[index] as Diagnosis;
          const { ceiling, findings } = once.ceiling === expected ? once : await diagnosed(trouble, 2);
          assert.equal(ceiling, expected, `${trouble}: ${JSON.stringify(findings, null, 1)}`);
          if (trouble === 'healthy') assert.deepEqual(findings.filter(isTrouble), []);
        }
      });
  },
);
