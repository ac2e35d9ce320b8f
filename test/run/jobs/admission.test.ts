import assert from 'node:assert/strict';
import { it } from 'node:test';
import { admission, type Admission, type WaveState } from '../../../src/run/jobs/admission.ts';
import { milliseconds } from '../../../src/units.ts';

const load = (
  goesOnFor: number,
  rest: Partial<WaveState['loads'][number]> = {},
): WaveState['loads'][number] => ({
  goesOnFor: milliseconds(goesOnFor),
  inWindowFor: milliseconds(goesOnFor),
  knownShare: undefined,
  ...rest,
});

const calm: WaveState = {
  busyShare: 0.05,
  loads: [load(8_000), load(3_000)],
  begun: 2,
  knownShare: undefined,
  startShare: 0.15,
  memory: { before: 1_000, available: 600 },
};

const cases: readonly [what: string, change: Partial<WaveState>, waitsFor: string | undefined][] = [
  ['a calm machine with loads that are on their way', {}, undefined],
  ['a load before its window', { loads: [load(8_000), load(300, { inWindowFor: undefined })] }, 'start'],
  [
    'a load whose window has just begun',
    { loads: [load(8_000), load(900, { inWindowFor: milliseconds(500) })] },
    'start',
  ],
  ['a first load that nothing is known of', { loads: [load(4_900)], begun: 1 }, 'watch'],
  ['the same after 5 s', { loads: [load(5_000)], begun: 1 }, undefined],
  ['one that is left of several', { loads: [load(1_500)] }, undefined],
  ['a first load that is known', { loads: [load(1_500, { knownShare: 0.02 })], begun: 1 }, undefined],
  ['a machine not seen for long enough', { busyShare: undefined }, 'calm'],
  ['a machine that a start brings to the limit', { busyShare: 0.16 }, undefined],
  ['a machine that a start and another load bring above it', { busyShare: 0.17 }, 'calm'],
  ['a machine that computes', { busyShare: 0.9 }, 'calm'],
  ['one whose condition is known to need little', { busyShare: 0.2, knownShare: 0.05 }, undefined],
  ['one whose condition is known to need too much', { knownShare: 0.25 }, 'calm'],
  ['a machine of many processors, where a start is little', { busyShare: 0.25, startShare: 0.01 }, undefined],
  ['little memory', { memory: { before: 1_000, available: 249 } }, 'memory'],
  ['memory enough for loads', { memory: { before: 1_000, available: 250 } }, undefined],
];
for (const [what, change, waitsFor] of cases)
  it(`${what} ${waitsFor === undefined ? 'admits another load' : `has it wait (${waitsFor})`}`, () => {
    const expected: Admission | object =
      waitsFor === undefined ? { state: 'admitted' } : { state: 'waiting', for: waitsFor };
    assert.deepEqual(admission({ ...calm, ...change }), expected);
  });
