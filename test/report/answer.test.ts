import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredRun } from '../../src/samples/run-record.ts';
import type { Answer } from '../../src/report/answer-parts.ts';
import { answerOf } from '../../src/report/answer.ts';
import { inferenceOf } from '../../src/report/inference.ts';
import { runTable } from '../../src/report/run-table.ts';
import { runTerminal } from '../../src/report/run-terminal.ts';
import { EXAMPLE_RUNS } from './fixtures/example-runs.ts';
import { MEASURED_RUN } from './fixtures/measured-run.ts';
import { storedRun } from './fixtures/stored-run.ts';
import { CONDITIONS, expectedTrial } from './fixtures/sync-vs-async.ts';

const answer = (stored: StoredRun): Answer => answerOf(stored, runTable(stored), inferenceOf(stored));

const SPOILT = 'the machine was busy with something else';

/** The published experiment, with what spoilt the conditions that are chosen. */
const spoilt = (isSpoilt: (threads: unknown) => boolean): StoredRun =>
  storedRun({
    conditions: CONDITIONS,
    trials: CONDITIONS.map((condition) =>
      expectedTrial(
        condition,
        1,
        isSpoilt(condition['threads']) && condition['endpoint'] === '/sync'
          ? { invalidReasons: [SPOILT] }
          : {},
      ),
    ),
  });

test('what is invalid is in no part of the answer but the last', () => {
  const { best, limit, change, certainty } = answer(spoilt((threads) => threads === 4));
  assert.match(best, /^No single one\. Equally fast are \/async, and \/sync with workers 4: /);
  assert.match(
    limit,
    /^\/sync with workers 1: 40 slots.* \/async, and \/sync with workers 4: the clients ask/,
  );
  assert.match(change, /^For \/sync with workers 1: /);
  assert.match(certainty, /2 of 8 trials are invalid and left out/);
});

test('of trials none of which is valid nothing is concluded', () => {
  const trials = CONDITIONS.map((condition) => expectedTrial(condition, 1, { invalidReasons: [SPOILT] }));
  const { best, limit, change, certainty } = answer(storedRun({ conditions: CONDITIONS, trials }));
  assert.match(best, /^No trial is valid, so none can be called best\. As measured: /);
  assert.doesNotMatch(limit, /slots/);
  assert.ok(change.includes(SPOILT));
  assert.match(certainty, /^No trial is valid/);
});

test('how fast errors come is no speed', () => {
  const { best } = answer(EXAMPLE_RUNS['error-responses'] ?? MEASURED_RUN);
  assert.match(best, /^\/a: .*Not compared, as most of its responses are errors: \/b\.$/);
});

test('the answer is what a terminal shows last', () => {
  const text = runTerminal(MEASURED_RUN, { color: false });
  const { best, limit, change, certainty } = answer(MEASURED_RUN);
  const last = text.slice(text.indexOf('\nThe answer\n')).replaceAll(/\s+/g, ' ').trim();
  assert.equal(
    last,
    `The answer - Best: ${best} - What limits it: ${limit} - What to change: ${change} - How sure: ${certainty}`,
  );
});
