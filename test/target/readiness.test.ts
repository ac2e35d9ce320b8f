import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProbeResult } from '../../src/target/probe.ts';
import { readiness, type Readiness, type SeenProcesses, type Sight } from '../../src/target/readiness.ts';
import { milliseconds } from '../../src/units.ts';

type Row = [what: string, sight: Partial<Sight>, expected: Readiness['state'], because?: RegExp];

const answered = (status: number): ProbeResult => ({ state: 'answered', status });
const leaf = (isRegistered?: boolean) => ({ pid: 1, isLeaf: true, isRegistered });
const master = { pid: 2, isLeaf: false, isRegistered: false };

function processes(given: Partial<SeenProcesses>): SeenProcesses {
  return {
    listeners: [1, 2, 3, 4].map(() => leaf()),
    childrenOfHolder: [],
    atRestFor: milliseconds(500),
    ...given,
  };
}

describe('of 4 workers that are to be at rest for half a second', () => {
  const rows: readonly Row[] = [
    ['all are up', {}, 'ready'],
    ['all are up, and the path that is asked is not found', { probe: answered(404) }, 'ready'],
    [
      'all are up beside their master',
      { processes: processes({ listeners: [master, ...[1, 2, 3, 4].map(() => leaf(true))] }) },
      'ready',
    ],
    ['nothing answers', { probe: { state: 'silent', reason: 'ECONNREFUSED' } }, 'waiting', /ECONNREFUSED/],
    [
      'one holds the socket',
      { processes: processes({ listeners: [leaf()] }) },
      'waiting',
      /1 of 4 workers hold/,
    ],
    [
      'a master is alone',
      { processes: processes({ listeners: [leaf()], childrenOfHolder: [11, 12, 13] }) },
      'waiting',
      /1 of 4/,
    ],
    [
      'a master deals connections to 4 children',
      { processes: processes({ listeners: [leaf()], childrenOfHolder: [11, 12, 13, 14] }) },
      'ready',
    ],
    [
      'one waits for connections and three only hold the socket',
      { processes: processes({ listeners: [leaf(true), leaf(false), leaf(), leaf()] }) },
      'waiting',
      /1 of 4 workers wait for connections/,
    ],
    [
      'none says how it waits',
      { processes: processes({ listeners: [1, 2, 3, 4].map(() => leaf(undefined)) }) },
      'ready',
    ],
    ['they are busy', { processes: processes({ atRestFor: milliseconds(499) }) }, 'restless'],
    ['processes cannot be seen', { processes: null }, 'ready'],
    ['the check of the plan fails', { check: false }, 'waiting', /check/],
    [
      'one is seen and the check of the plan is content',
      { check: true, processes: processes({ listeners: [] }) },
      'ready',
    ],
    [
      'answers are errors, for a moment',
      { probe: answered(500), failingFor: milliseconds(4_999) },
      'waiting',
      /status 500/,
    ],
    [
      'answers are errors, and stay so',
      { probe: answered(500), failingFor: milliseconds(5_000) },
      'failed',
      /GET \/up with status 500/,
    ],
    ['it says that it is not available yet', { probe: answered(503) }, 'waiting', /status 503/],
  ];
  for (const [what, sight, expected, because = /^/] of rows)
    it(`${expected === 'ready' ? 'it is ready when' : `it is ${expected} when`} ${what}`, () => {
      const all: Sight = {
        probe: answered(200),
        failingFor: milliseconds(0),
        processes: processes({}),
        ...sight,
      };
      const state = readiness(all, { workers: 4, path: '/up', settle: milliseconds(500) });
      assert.equal(state.state, expected);
      if (state.state === 'waiting') assert.match(state.for, because);
      if (state.state === 'failed') assert.match(state.because, because);
    });

  it('nothing is counted where nobody says how many there should be', () => {
    const seen: Sight = {
      probe: answered(200),
      failingFor: milliseconds(0),
      processes: processes({ listeners: [] }),
    };
    assert.equal(readiness(seen, { workers: null, path: '/', settle: milliseconds(0) }).state, 'ready');
  });
});
