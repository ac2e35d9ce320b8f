import assert from 'node:assert/strict';
import { it } from 'node:test';
import { confusionTable, wronglyNamed, type Named } from '../../../bench/diagnosis/confusion-table.ts';
import { TROUBLES, troubledTrial } from '../../../bench/diagnosis/troubles.ts';

const named = (trouble: Named['trouble'], seed: number, ceiling: Named['ceiling']): Named => {
  const { expected, sizes } = troubledTrial(trouble, seed);
  return { trouble, seed, sizes, expected, ceiling, level: ceiling && 'high', others: [] };
};

it('has a row for what was made and a column for what was named, with the right ones marked', () => {
  const all = [
    named('poolSlots', 1, 'poolSlots'),
    named('poolSlots', 2, 'externalWait'),
    named('healthy', 1, 'offeredLoad'),
    named('errors', 1, null),
  ];
  assert.equal(
    confusionTable(all),
    [
      '| made | trials | poolSlots | offeredLoad | externalWait | not measured |',
      '| --- | ---: | ---: | ---: | ---: | ---: |',
      '| poolSlots | 2 | **1** |  | 1 |  |',
      '| errors | 1 |  |  |  | 1 |',
      '| healthy | 1 |  | **1** |  |  |',
    ].join('\n'),
  );
  assert.match(
    wronglyNamed(all),
    /^- poolSlots, seed 2 \(slots .*\): externalWait, confidence high\n- errors.*could not/,
  );
});

it('makes the same trial of the same seed, and others of other seeds', () => {
  for (const trouble of TROUBLES) {
    const [one, again, other] = [7, 7, 8].map((seed) => troubledTrial(trouble, seed));
    assert.deepEqual(one, again);
    assert.notDeepEqual(one?.sizes, other?.sizes);
  }
});
