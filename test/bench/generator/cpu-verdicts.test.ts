import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Cost } from '../../../bench/generator/cost.ts';
import { cpuVerdicts } from '../../../bench/generator/cpu-verdicts.ts';
import { isReached, verdictLine } from '../../../bench/verdict.ts';

const NAMES = { wrk: 'wrk', autocannon: 'autocannon', hey: 'hey', node: 'node', linux: ['epoll', 'uring'] };
const ASKED = { server: 'nginx', best: { cpu: 0.9, rate: 1.07 }, node: { cpu: 1.05 } };

const cost = (perRequest: number, requestsPerSecond: number): Cost => ({
  perRequest,
  perRequestAfterStart: perRequest,
  requestsPerSecond,
});
const wrkRounds = [cost(10, 100), cost(20, 50), cost(10, 100)];
const others = {
  autocannon: [cost(20, 50), cost(20, 50), cost(20, 50)],
  hey: [cost(30, 36), cost(30, 36), cost(30, 36)],
};

function verdicts(ours: Record<string, Cost[]>) {
  return cpuVerdicts(new Map(Object.entries({ wrk: wrkRounds, ...others, ...ours })), ASKED, NAMES);
}

describe('the verdicts on CPU', () => {
  it('compare a round with the same round, and judge the transport that costs least', () => {
    const lines = verdicts({
      node: [cost(11, 90), cost(21, 45), cost(10, 90)],
      epoll: [cost(9.5, 99), cost(19, 49), cost(9.5, 99)],
      uring: [cost(9, 108), cost(17, 54), cost(8, 108)],
    }).map(verdictLine);
    assert.deepEqual(lines, [
      'reached: CPU a request ÷ wrk on nginx at 100 connections, uring: 0.85 (asked: at most 0.90)',
      'reached: CPU a request ÷ wrk on nginx at 100 connections, node: 1.05 (asked: at most 1.05)',
      'reached: requests/s ÷ wrk on nginx at 100 connections, uring: 1.08 (asked: at least 1.07)',
      'reached: requests/s ÷ autocannon on nginx at 100 connections, uring: 2.16 (asked: at least 2.00)',
      'reached: requests/s ÷ hey on nginx at 100 connections, uring: 3.00 (asked: at least 3.00)',
    ]);
  });

  it('leave out the rounds in which a generator failed', () => {
    const [best] = verdicts({ epoll: [cost(NaN, NaN), cost(17, 54), cost(8, 108)] });
    assert.equal(best?.reached, (0.85 + 0.8) / 2);
  });

  it('are all missed when nothing of ours was measured', () => {
    assert.ok(verdicts({}).every((verdict) => Number.isNaN(verdict.reached) && !isReached(verdict)));
  });
});
