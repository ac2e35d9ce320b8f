import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trialMetric } from '../../src/statistics/trial-metric.ts';
import { trialRecord, type TrialInput } from '../report/fixtures/trial-record.ts';

const OUTSIDE: TrialInput = {
  generator: { name: 'wrk', version: '4.1.0' },
  ledger: { completed: 100_000, started: null, inFlightAtEnd: null },
  observed: { mean: 20, p50: 19, p99: 31 },
};

describe('trialMetric', () => {
  it('takes response times from all requests, those without a response too', () => {
    const trial = trialRecord({ ledger: { completed: 200, inFlightAtEnd: 100 }, observed: { mean: 21_000 } });
    const at = (estimate: number | null): { estimate: number | null; low: null; high: null } => ({
      estimate,
      low: null,
      high: null,
    });
    const censored = {
      completed: 200,
      unanswered: 100,
      failed: 0,
      fromMs: 0,
      mean: at(25_000),
      restrictedToMs: null,
      p50: at(20_000),
      p75: at(30_000),
      p90: at(30_000),
      p95: at(30_000),
      p99: at(null),
      p999: at(null),
      beyondMs: 30_000,
      cumulativeIncidence: { completed: 1, failed: 0 },
    };
    const record = { ...trial, responseTimeMs: { ...trial.responseTimeMs, censored } };
    assert.equal(trialMetric(record, 'responseTimeMeanMs'), 25_000);
    assert.equal(trialMetric(record, 'responseTimeP50Ms'), 20_000);
    assert.equal(trialMetric(record, 'responseTimeP99Ms'), null, 'beyond the data');
  });

  it("takes another generator's response times only where it saw them all", () => {
    assert.equal(trialMetric(trialRecord(OUTSIDE), 'responseTimeMeanMs'), 20);
    assert.equal(trialMetric(trialRecord(OUTSIDE), 'responseTimeP99Ms'), 31);
    const cases: TrialInput[] = [
      { ledger: { ...OUTSIDE.ledger, timedOut: 1 } },
      { ledger: { ...OUTSIDE.ledger, failed: { 'read:unknown': 1 } } },
      // 100 of the 500 on their way when the window ended: the slowest ones, as a rule.
      { ledger: { ...OUTSIDE.ledger, completed: 500 } },
      // wrk records no late response.
      { observed: { ...OUTSIDE.observed, count: 99_000 } },
    ];
    for (const missing of cases) {
      const trial = trialRecord({ ...OUTSIDE, ...missing });
      const count = missing.observed?.count ?? trial.responseTimeMs.observed.count;
      const observed = { ...trial.responseTimeMs.observed, count };
      const record = { ...trial, responseTimeMs: { ...trial.responseTimeMs, observed } };
      assert.equal(trialMetric(record, 'responseTimeMeanMs'), null);
    }
  });

  it('knows no rate of 0: nothing is a multiple of it', () => {
    assert.equal(trialMetric(trialRecord({ ledger: { completed: 0 } }), 'completedPerSecond'), null);
    assert.equal(trialMetric(trialRecord({ steadyStatePerSecond: null }), 'steadyStatePerSecond'), null);
    assert.equal(trialMetric(trialRecord({ steadyStatePerSecond: 4 }), 'steadyStatePerSecond'), 4);
  });
});
