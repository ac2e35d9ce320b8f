import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runMarkdown } from '../../src/report/run-markdown.ts';
import { assertGolden } from '../golden/golden.ts';
import { EXAMPLE_RUNS } from './fixtures/example-runs.ts';
import { storedRun } from './fixtures/stored-run.ts';

for (const [name, stored] of Object.entries(EXAMPLE_RUNS)) {
  test(`a run is written in Markdown: ${name.replaceAll('-', ' ')}`, () => {
    assertGolden(`report/markdown/${name}.md`, runMarkdown(stored));
  });
}

test('what a plan is called cannot become markup', () => {
  const text = runMarkdown(storedRun({ name: 'a|b <img src=x> & [c](d) `e` *f*\n# g' }));
  const [heading] = text.split('\n');
  assert.equal(heading, String.raw`# a\|b &lt;img src=x&gt; &amp; \[c\](d) \`e\` \*f\* # g`);
});

test('every row of a table has as many cells as its header', () => {
  for (const stored of Object.values(EXAMPLE_RUNS)) {
    const tables = runMarkdown(stored)
      .split('\n\n')
      .filter((block) => block.startsWith('|'));
    for (const table of tables) {
      const widths = table.split('\n').map((line) => line.split(/(?<!\\)\|/).length);
      assert.equal(new Set(widths).size, 1);
    }
  }
});
