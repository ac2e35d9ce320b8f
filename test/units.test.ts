import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { formatDuration, milliseconds, parseDuration } from '../src/units.ts';

const durations: readonly [text: string, ms: number][] = [
  ['500us', 0.5],
  ['250ms', 250],
  ['10s', 10_000],
  ['1.5s', 1_500],
  ['1m', 60_000],
  ['1h', 3_600_000],
];
for (const [text, ms] of durations) {
  it(`reads ${text} as ${ms} ms and prints it as it was`, () => {
    assert.equal(parseDuration(text), ms);
    assert.equal(formatDuration(milliseconds(ms)), text);
  });
}

it('reads a bare number only where a unit is agreed on', () => {
  assert.equal(parseDuration('10'), undefined);
  assert.equal(parseDuration('10', 's'), 10_000);
});

for (const text of ['', 's', '-1s', '1 s', '1d', '1e3s', '10s10', 'NaN', '.5s'])
  it(`takes ${JSON.stringify(text)} for no duration`, () => assert.equal(parseDuration(text), undefined));

it('prints what can be read again, within its four digits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000_000 }), (ms) => {
      const again = parseDuration(formatDuration(milliseconds(ms))) ?? 0;
      assert.ok(Math.abs(again - ms) <= ms * 0.001);
    }),
  );
});
