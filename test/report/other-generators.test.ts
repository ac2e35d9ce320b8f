import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conclusionSentence } from '../../src/report/conclusion-sentences.ts';
import { conclusions } from '../../src/report/conclusions.ts';
import { runCsv } from '../../src/report/run-csv.ts';
import { rowFigures } from '../../src/report/run-table.ts';
import { wrkText } from '../../src/report/wrk-text.ts';
import { autocannonTrial, wrkTrial } from './fixtures/other-generators.ts';
import { storedRun } from './fixtures/stored-run.ts';
import { expectedTrial } from './fixtures/sync-vs-async.ts';
import { trialRecord, type TrialInput } from './fixtures/trial-record.ts';
import { parseWrk } from './fixtures/wrk-parser.ts';

const late = expectedTrial({ workers: 1, threads: 1, endpoint: '/sync' });
const onTime = expectedTrial({ workers: 1, threads: 1, endpoint: '/async' });

function kindsOf(...trials: TrialInput[]): string[] {
  return conclusions(storedRun({ trials })).map(({ kind }) => kind);
}

function sentencesOf(...trials: TrialInput[]): string {
  return conclusions(storedRun({ trials })).map(conclusionSentence).join('\n');
}

describe('where another generator does not say', () => {
  it('what was in flight or how long late responses took, nothing is concluded but what the number completed shows', () => {
    assert.ok(kindsOf(late).includes('windowGap'));
    assert.ok(kindsOf(late).includes('nearTimeout'));
    assert.ok(kindsOf(late).includes('lateLeftOut'));
    assert.deepEqual(kindsOf(wrkTrial(late), wrkTrial(onTime)), ['limitSteps', 'offeredLoad']);
    assert.deepEqual(kindsOf(autocannonTrial(late), autocannonTrial(onTime)), ['offeredLoad']);
  });

  it('how many were started, it is not said that none was', () => {
    const nothing = wrkTrial({ ledger: { completed: 0 } });
    assert.equal(
      sentencesOf(nothing),
      'No request completed in any condition measured (the load generator says no more).',
    );
  });

  it('which statuses there were, their number is said', () => {
    const sentence = sentencesOf(
      { ...wrkTrial(onTime), statusErrors: 12 },
      { ...late, statusCodes: { 200: 190, 503: 10 } },
    );
    assert.match(
      sentence,
      /: 12 with an unknown status of the 500 for .*; 10 with status 503 of the 200 for /,
    );
  });

  it('a median over the trials that had no late response is not given for all', () => {
    const trials = [wrkTrial(onTime), wrkTrial(late), wrkTrial(onTime)].map((trial) => trialRecord(trial));
    const { p50Ms, p99Ms, meanMs, onTimeMeanMs, completed } = rowFigures(trials);
    assert.deepEqual([p50Ms, p99Ms, meanMs, onTimeMeanMs, completed], [null, null, null, 10_008, 500]);
  });

  it('its cell in the CSV is empty', () => {
    const [header = '', row = ''] = runCsv(storedRun({ trials: [wrkTrial(late)] })).split('\r\n');
    const cells = row.split(',');
    const cell = (name: string): string | undefined => cells[header.split(',').indexOf(name)];
    assert.deepEqual(['started', 'in_flight_at_end', 'response_time_mean_ms', 'steady_per_s'].map(cell), [
      '',
      '',
      '',
      '',
    ]);
    assert.deepEqual(['generator_name', 'completed', 'completed_late', 'status_errors'].map(cell), [
      'wrk',
      '200',
      '60',
      '0',
    ]);
  });

  it("wrk's text has what wrk itself prints where it has no figure", () => {
    const trial = trialRecord({ ...autocannonTrial(onTime), onTime: { withinStdevPercent: null } });
    const { latency, rate } = parseWrk(wrkText(trial, { latency: false }));
    assert.deepEqual([latency.within, rate.within], ['-nan', '-nan']);
  });

  it("failures and status errors that only wrk's kinds are known of stand in wrk's text", () => {
    const trial = wrkTrial({
      statusErrors: 7,
      ledger: { completed: 9, completedLate: 4, failed: { connect: 1, read: 2, write: 3 } },
    });
    const text = wrkText(trialRecord(trial), { latency: false });
    assert.match(
      text,
      /Socket errors: connect 1, read 2, write 3, timeout 4\n {2}Non-2xx or 3xx responses: 7/,
    );
  });
});
