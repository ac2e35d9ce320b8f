import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runMarkdown } from '../../src/report/run-markdown.ts';
import { withinBudget } from '../../src/report/markdown-budget.ts';
import { measuredTrials } from './fixtures/measured-run.ts';
import { storedRun } from './fixtures/stored-run.ts';

const MOST_BYTES = 60_000;

test('however many conditions there are, it fits into a comment, and says what it leaves out', () => {
  const stored = storedRun({
    trials: Array.from({ length: 600 }, (_, index) => ({
      condition: { endpoint: `/an/endpoint/that/is/called/${index}` },
      steadyStatePerSecond: 100 + index,
      ledger: { completed: 6_000 },
    })),
  });
  const text = runMarkdown(stored);
  assert.ok(Buffer.byteLength(text) < MOST_BYTES, `${Buffer.byteLength(text)} bytes`);
  assert.match(text, /^- \*\*Best\*\*: /m);
  assert.match(text, /…and [\d,]+ more rows\./);
  assert.match(
    text,
    /Left out here, as it would have been too long: .*`loadstone report --format html` has all\.\n$/,
  );
});

test('200 trials of the default plan are whole', () => {
  const text = runMarkdown(measuredTrials(200));
  assert.ok(Buffer.byteLength(text) < MOST_BYTES);
  assert.doesNotMatch(text, /Left out here|more rows/);
  assert.equal(text.match(/<details><summary>/g)?.length, text.match(/<\/details>/g)?.length);
});

test('what does not fit is left out, and what comes after it and does fit is not', () => {
  const section = (title: string, body: string) => ({ title, body, isFolded: false });
  const text = withinBudget(
    [section('one', 'a'), section('two', 'b'.repeat(5_000)), section('three', 'c')],
    2_000,
  );
  assert.equal(text.includes('## one'), true);
  assert.equal(text.includes('## three'), true);
  assert.match(text, /too long: two\./);
});
