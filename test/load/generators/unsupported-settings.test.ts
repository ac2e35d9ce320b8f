import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OutsideName } from '../../../src/load/generators/outside-generator.ts';
import { policyOf, unsupportedBy } from '../../../src/load/generators/run-outside-generator.ts';
import { loadSettingsSchema } from '../../../src/plan/load-settings.ts';
import { milliseconds } from '../../../src/units.ts';

const BOTH: readonly OutsideName[] = ['wrk', 'autocannon'];
const ORDINARY = { generatorThreads: 2, connections: 10, duration: '10s', timeout: '2s' };

const cases: [settings: Record<string, unknown>, by: readonly OutsideName[], what: RegExp][] = [
  [{ arrivalsPerSecond: 100 }, BOTH, /has no open loop/],
  [{ thinkTime: '1s' }, BOTH, /has no think time/],
  [{ expectedInterval: '1s' }, BOTH, /keeps no response times that an expected interval could correct/],
  [{ ramp: '1s' }, BOTH, /has no ramp/],
  [{ warmup: '1s' }, BOTH, /has no warm-up/],
  [{ requests: 100 }, BOTH, /does not end its window with a number of requests/],
  [{ generatorThreads: 4 }, BOTH, /would not open all of 10 connections on 4 threads/],
  [{ generatorThreads: 20 }, BOTH, /would not open all of 10 connections on 20 threads/],
  [{ duration: '1500ms' }, ['wrk'], /whole seconds, and the duration is 1.5s/],
  [{ timeout: '2500ms' }, ['wrk'], /whole seconds, and the time-out is 2.5s/],
  [{ timeout: '999ms' }, BOTH, /the time-out is 999ms|no time-out under a second, and it is 999ms/],
  [{ method: 'PUT' }, ['wrk'], /only GET without a body/],
  [{ body: '{}' }, ['wrk'], /only GET without a body/],
  [{ headers: { accept: 'text/html' } }, [], /^$/],
  [{ timeout: '1s', duration: '1s' }, [], /^$/],
];

describe('of the settings of a load', () => {
  for (const [settings, by, what] of cases)
    for (const name of BOTH)
      it(`${name} ${by.includes(name) ? 'cannot do' : 'can do'} ${JSON.stringify(settings)}`, () => {
        const problem = unsupportedBy(name, loadSettingsSchema.parse({ ...ORDINARY, ...settings }));
        if (!by.includes(name)) return assert.equal(problem, undefined);
        assert.match(problem?.what ?? '', what);
        assert.match(problem?.remedy ?? '', /^(Give|Leave out) /);
      });

  it('what a time scale makes of whole seconds is whole seconds', () => {
    const settings = loadSettingsSchema.parse(ORDINARY);
    const scaled = { ...settings, duration: milliseconds(90_000 * 0.7) };
    assert.notEqual(scaled.duration % 1_000, 0);
    assert.equal(unsupportedBy('wrk', scaled), undefined);
  });

  it('the policy at the time-out is not for the user to choose', () => {
    assert.deepEqual(BOTH.map(policyOf), ['wait', 'abort']);
  });
});
