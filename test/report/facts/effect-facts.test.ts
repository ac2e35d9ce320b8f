import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conditionsOf } from '../../../src/plan/conditions.ts';
import { conclusionSentence } from '../../../src/report/conclusion-sentences.ts';
import { conclusions } from '../../../src/report/conclusions.ts';
import type { StoredRun } from '../../../src/samples/run-record.ts';
import { defaultPlanPerSecond, simulatedRun } from '../fixtures/simulated-run.ts';

const KINDS: ReadonlySet<string> = new Set([
  'factorEffect',
  'factorVerdict',
  'interaction',
  'moreInteractions',
]);

const said = (stored: StoredRun): [kind: string, sentence: string][] =>
  conclusions(stored)
    .filter(({ kind }) => KINDS.has(kind))
    .map((fact) => [fact.kind, conclusionSentence(fact)]);

describe('effectFacts', () => {
  it('says of a factor that it is equivalent where medians would only say that it looks alike', () => {
    const [first, second, ...rest] = said(
      simulatedRun({ seed: 1, perSecond: defaultPlanPerSecond, noise: 0.005 }),
    );
    assert.equal(first?.[0], 'factorVerdict');
    assert.match(
      first[1],
      /^threads changed nothing that matters: .* equivalent, within 5 %, at 4 against 1 under \/sync \(.*% \[.*\]\) and under \/async \(.*\)\.$/,
    );
    assert.equal(second?.[0], 'interaction');
    assert.match(
      second[1],
      /^The effect of workers \(4 vs 1\) on the steady throughput depends on endpoint: with \/async it is 0\.40\d? × \[.*\] what it is with \/sync\.$/,
    );
    assert.deepEqual(rest, []);
  });

  it('gives each verdict its place where they differ', () => {
    const [[kind, sentence] = []] = said(
      simulatedRun({
        seed: 1,
        perSecond: ({ threads, endpoint }) => (threads === 4 && endpoint === '/sync' ? 9 : 10),
        noise: 0.005,
      }),
    );
    assert.equal(kind, 'factorVerdict');
    assert.match(
      sentence ?? '',
      /^What threads did to the steady throughput: at 4 against 1 slower under \/sync \(−.*\) and equivalent under \/async/,
    );
  });

  it('says what is missing where each condition was measured once', () => {
    const [[kind, sentence] = [], ...rest] = said(
      simulatedRun({ seed: 1, replicates: 1, perSecond: defaultPlanPerSecond, noise: 0.005 }),
    );
    assert.equal(kind, 'factorEffect');
    assert.match(sentence ?? '', /one trial has no interval .*: --replicates 5 gives one\.$/);
    assert.deepEqual(rest, []);
  });

  it('spells out five interactions and counts the others', () => {
    const conditions = conditionsOf({ threads: [1, 2, 4], poolSize: [1, 2, 4], balance: ['a', 'b', 'c'] });
    const kinds = said(
      simulatedRun({
        seed: 1,
        conditions,
        replicates: 3,
        // Each combination is as fast as it likes.
        perSecond: (condition) => 10 + conditions.indexOf(condition) ** 2,
        noise: 0.001,
      }),
    ).filter(([kind]) => kind !== 'factorVerdict');
    assert.equal(kinds.filter(([kind]) => kind === 'interaction').length, 5);
    assert.match(kinds.at(-1)?.[1] ?? '', /^\d+ more interactions of factors are certain, and smaller/);
  });
});
