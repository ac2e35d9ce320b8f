import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { auditResult } from '../../src/audit/audit.ts';
import type { Check, Finding, Law } from '../../src/audit/check.ts';
import { exact, rounded } from '../../src/audit/stated-figure.ts';
import { NOTHING_STATED, type StatedLatency, type StatedResult } from '../../src/audit/stated-result.ts';

const LATENCY: StatedLatency = {
  count: 5_990,
  meanMs: rounded(100, 0.01),
  stdevMs: rounded(30, 0.01),
  minMs: rounded(50, 0.01),
  maxMs: rounded(400, 0.01),
  quantiles: [
    { share: 0.5, ms: rounded(90, 0.01) },
    { share: 0.9, ms: rounded(150, 0.01) },
    { share: 0.99, ms: rounded(300, 0.01) },
  ],
  quantilesAreEstimates: false,
  mayHaveAddedSamples: false,
};

/** 10 connections for a minute with 0.1 s a response: 6,000, of which 10 were in flight at the end. */
const SOUND: StatedResult = {
  ...NOTHING_STATED,
  tool: 'wrk',
  loop: 'closed',
  connections: 10,
  durationMs: exact(60_000),
  timeoutMs: 2_000,
  completed: 5_990,
  sent: 6_000,
  latency: LATENCY,
  ratePerSecond: rounded(99.83, 0.01),
  bytes: exact(599_000),
  quotients: [
    {
      kind: 'throughput',
      numerator: exact(5_990),
      denominator: exact(60_000),
      stated: rounded(99.83, 0.01),
    },
  ],
  sameCounts: [
    { name: 'a', count: 5_990 },
    { name: 'b', count: 5_990 },
  ],
};

const checkOf = (result: StatedResult, law: Law): Check => {
  const found = auditResult(result, 'test').checks.find((check) => check.law === law);
  assert.ok(found !== undefined, `no check of ${law}`);
  return found;
};

const withLatency = (changes: Partial<StatedLatency>): Partial<StatedResult> => ({
  latency: { ...LATENCY, ...changes },
});

describe('a law is broken where it is, and only that one', () => {
  it('a sound result breaks none', () => {
    const { checks } = auditResult(SOUND, 'test');
    assert.deepEqual(
      checks.map(({ law, state }) => [law, state]),
      checks.map(({ law }) => [law, 'holds']),
    );
    assert.equal(checks.length, 10);
  });

  const cases: readonly [string, Law[], Finding, Partial<StatedResult>][] = [
    [
      'twice the mean is more time than there is',
      ['connectionTime', 'responseTime'],
      'moreThanThereIs',
      withLatency({ meanMs: rounded(200, 0.01), stdevMs: rounded(120, 0.01), quantiles: [] }),
    ],
    [
      'time that no request in flight and no gap between two can have taken',
      ['connectionTime'],
      'unexplained',
      {
        ...withLatency({ meanMs: rounded(60, 0.01), quantiles: [], stdevMs: null }),
        connections: 40,
        sent: 6_030,
      },
    ],
    [
      'a rate that is not the requests over the duration',
      ['throughput'],
      'doesNotDivide',
      {
        quotients: [
          {
            kind: 'throughput',
            numerator: exact(5_990),
            denominator: exact(60_000),
            stated: rounded(99.9, 0.01),
          },
        ],
      },
    ],
    [
      'a median above the 90th percentile',
      ['order'],
      'outOfOrder',
      withLatency({
        quantiles: [
          { share: 0.5, ms: rounded(95.2, 0.01) },
          { share: 0.9, ms: rounded(95.1, 0.01) },
        ],
      }),
    ],
    [
      'a mean above the longest',
      ['order'],
      'outOfOrder',
      withLatency({ maxMs: rounded(99, 0.01), quantiles: [], stdevMs: null }),
    ],
    [
      'a least above the mean',
      ['order'],
      'outOfOrder',
      withLatency({ minMs: rounded(101, 0.01), quantiles: [], stdevMs: null }),
    ],
    [
      // (400 − 100) × (100 − 50) = 15,000: a deviation of 122.5 at most.
      'a deviation that no values between the ends have',
      ['spread'],
      'deviationTooLarge',
      withLatency({ stdevMs: rounded(123, 0.01) }),
    ],
    [
      'a median further from the mean than the deviation',
      ['spread'],
      'medianTooFar',
      withLatency({ stdevMs: rounded(9, 0.01) }),
    ],
    [
      // Half of them at 170 or more, all others at 50 or more: 110 at least.
      'a mean below what the quantiles leave',
      ['meanAndQuantiles'],
      'meanOutsideQuantiles',
      withLatency({
        stdevMs: rounded(80, 0.01),
        quantiles: [{ share: 0.5, ms: rounded(170, 0.01) }],
      }),
    ],
    [
      'a mean of nothing',
      ['emptySample'],
      'figuresOfNothing',
      {
        completed: 0,
        sent: 10,
        sameCounts: [],
        quotients: [],
        ...withLatency({
          count: 0,
          meanMs: rounded(0, 0.01),
          stdevMs: rounded(0, 0.01),
          minMs: null,
          maxMs: rounded(0, 0.01),
          quantiles: [],
        }),
      },
    ],
    ['requests that came from nowhere', ['conservation'], 'doesNotBalance', { sent: 5_000 }],
    ['requests that went nowhere', ['conservation'], 'doesNotBalance', { sent: 6_001 }],
    [
      'two counts of the same',
      ['sameCounts'],
      'countsDiffer',
      {
        sameCounts: [
          { name: 'a', count: 5_990 },
          { name: 'b', count: 5_989 },
        ],
      },
    ],
    [
      // 200 of 5,990 took 2 s or longer: the 99th percentile did.
      'a quantile of those that were not late',
      ['connectionTime', 'responseTime', 'tail'],
      'moreThanThereIs',
      { lateLeftOut: 200, ...withLatency({ count: 5_790 }) },
    ],
  ];
  for (const [name, laws, finding, changes] of cases)
    it(name, () => {
      const broken = auditResult({ ...SOUND, ...changes }, 'test').checks.filter(
        ({ state }) => state === 'broken',
      );
      assert.deepEqual(
        broken.map(({ law }) => law),
        laws,
      );
      assert.equal(broken[0]?.finding, finding);
    });

  it('late responses that the mean leaves out, with the recount', () => {
    const result: StatedResult = {
      ...SOUND,
      completed: 2_000,
      sent: null,
      lateLeftOut: 200,
      sameCounts: [],
      quotients: [],
      latency: { ...LATENCY, count: 1_800, quantiles: [] },
    };
    const check = checkOf(result, 'connectionTime');
    assert.equal(check.finding, 'lateLeftOut');
    const share = (name: string): number => check.figures.find((one) => one.name === name)?.value ?? 0;
    assert.ok(Math.abs(share('printedShare') - 200 / 600) < 1e-9);
    assert.ok(Math.abs(share('recountedShare') - (180 + 400) / 600) < 1e-9);
  });
});

describe('what is within the digits is not held against a table', () => {
  for (const [name, changes] of [
    ['a mean that may be lower', withLatency({ meanMs: rounded(100.3, 1) })],
    [
      'a median and a percentile that may be equal',
      withLatency({
        quantiles: [
          { share: 0.5, ms: rounded(95.2, 0.2) },
          { share: 0.9, ms: rounded(95.1, 0.2) },
        ],
      }),
    ],
  ] as const)
    it(name, () => {
      const { checks } = auditResult({ ...SOUND, ...changes }, 'test');
      assert.deepEqual(
        checks.filter(({ state }) => state === 'broken'),
        [],
      );
    });
});

describe('a check says what is missing where it cannot tell', () => {
  for (const [law, changes, missing] of [
    ['connectionTime', { connections: null }, /number of connections/],
    ['connectionTime', { loop: 'open', connections: null }, /closed loop/],
    ['connectionTime', { durationMs: null }, /duration/],
    ['connectionTime', withLatency({ mayHaveAddedSamples: true }), /added samples/],
    ['connectionTime', { completed: 4_000, failed: 50 }, /failed requests took/],
    ['connectionTime', { completed: 4_000, timedOut: 50, timeoutMs: null }, /time-out/],
    ['connectionTime', { completed: 4_000, connectionsVary: true }, /virtual users/],
    ['connectionTime', { completed: 1_000, mayPause: true, sameCounts: [] }, /connections pause/],
    ['responseTime', { connections: null }, /number of connections/],
    ['throughput', { quotients: [], ratePerSecond: null }, /requests a second/],
    ['order', { latency: null }, /response times/],
    ['spread', withLatency({ stdevMs: null }), /standard deviation/],
    ['meanAndQuantiles', withLatency({ quantilesAreEstimates: true }), /estimates/],
    ['conservation', { sent: null }, /sent/],
    ['tail', { latency: null }, /response times/],
  ] as readonly (readonly [Law, Partial<StatedResult>, RegExp])[])
    it(`${law}: ${missing.source}`, () => {
      const check = checkOf({ ...SOUND, ...changes }, law);
      assert.equal(check.state, 'cannotTell');
      assert.match(check.missing.join(), missing);
    });
});

describe('what is right and misleads is a bias, not a break', () => {
  for (const [law, kind, percent, changes] of [
    // 5,990 × 103 ms is 85.7 % of 720 s: 12 requests of 0.4 s in flight are not the rest, 17 ms between two requests are.
    [
      'connectionTime',
      'betweenRequests',
      14.3,
      { connections: 12, sent: null, ...withLatency({ meanMs: rounded(103, 0.01) }) },
    ],
    ['throughput', 'unansweredInRate', 10, { unansweredInRate: 599 }],
    ['tail', 'unansweredNotInLatency', 1.0, { timedOut: 60, sent: 6_060 }],
    ['tail', 'maximumIsTimeout', null, { timeoutMs: 400 }],
  ] as readonly (readonly [Law, string, number | null, Partial<StatedResult>])[])
    it(kind, () => {
      const { state, bias } = checkOf({ ...SOUND, ...changes }, law);
      assert.equal(state, 'holds');
      assert.equal(bias?.kind, kind);
      assert.equal(bias.percent === null ? null : Math.round(bias.percent * 10) / 10, percent);
    });
});
