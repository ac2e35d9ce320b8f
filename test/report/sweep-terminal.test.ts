import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { sweepTerminal } from '../../src/report/sweep-terminal.ts';
import { sweepSchema } from '../../src/queueing/sweep-record.ts';
import { assertGolden } from '../golden/golden.ts';
import { widest } from './fixtures/lines.ts';
import { SWEEPS } from './fixtures/sweeps.ts';

describe('a sweep in a terminal', () => {
  for (const [name, sweep] of Object.entries(SWEEPS)) {
    it(`says it in 80 columns: ${name}`, () => {
      const text = sweepTerminal(sweepSchema.parse(sweep), { color: false });
      assert.ok(widest(text) <= 80);
      assertGolden(`report/sweep/${name.replaceAll(/\W+/g, '-')}.txt`, text);
    });
  }

  it('is the same with colours, but for them', () => {
    for (const sweep of Object.values(SWEEPS)) {
      const coloured = sweepTerminal(sweep, { color: true });
      assert.notEqual(coloured, stripVTControlCharacters(coloured));
      assert.equal(stripVTControlCharacters(coloured), sweepTerminal(sweep, { color: false }));
    }
  });
});
