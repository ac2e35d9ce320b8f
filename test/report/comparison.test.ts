import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonMarkdown } from '../../src/report/comparison-markdown.ts';
import { comparisonTerminal } from '../../src/report/comparison-terminal.ts';
import { conditionKey } from '../../src/samples/condition-key.ts';
import { comparisonSchema, type Comparison } from '../../src/samples/comparison.ts';
import { compareRuns } from '../../src/statistics/compare-runs.ts';
import { assertGolden } from '../golden/golden.ts';
import { serverRun } from '../statistics/fixtures/compared-runs.ts';
import { widest } from './fixtures/lines.ts';

const a = serverRun({ seed: 1, noise: 0.005 });
const MARGIN = 0.05;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  equivalent: compareRuns(a, serverRun({ seed: 2, noise: 0.005 }), MARGIN),
  slower: compareRuns(a, serverRun({ seed: 3, noise: 0.005, slowdown: 2.5 }), MARGIN),
  'one-trial': compareRuns(
    serverRun({ seed: 4, replicates: 1 }),
    serverRun({ seed: 5, replicates: 1 }),
    MARGIN,
  ),
  'not-alike': compareRuns(a, otherwiseMeasured(serverRun({ seed: 6, noise: 0.1 })), MARGIN),
};

for (const [name, comparison] of Object.entries(COMPARISONS))
  test(`a comparison reads well in 80 columns and in Markdown: ${name.replaceAll('-', ' ')}`, () => {
    assert.deepEqual(comparisonSchema.parse(comparison), comparison);
    const text = comparisonTerminal(comparison, { color: false });
    assert.ok(widest(text) <= 80, `${widest(text)} columns`);
    assertGolden(`report/comparison/${name}.txt`, text);
    assertGolden(`report/comparison/${name}.md`, comparisonMarkdown(comparison));
  });

/** At another scale, on another machine, with an invalid trial and a condition less. */
function otherwiseMeasured({ run, trials }: typeof a): typeof a {
  const left = conditionKey(run.plan.conditions[7] ?? {});
  return {
    run: { ...run, timeScale: 0.1, plan: { ...run.plan, conditions: run.plan.conditions.slice(0, 7) } },
    trials: trials
      .filter(({ condition }) => conditionKey(condition) !== left)
      .map((trial, index) => ({
        ...trial,
        environment: { ...trial.environment, cpuModel: 'Another CPU' },
        validity: index === 0 ? { valid: false, reasons: ['spoilt'] } : trial.validity,
      })),
  };
}
