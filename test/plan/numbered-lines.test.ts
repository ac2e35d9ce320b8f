import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { numberedLines } from '../../src/plan/numbered-lines.ts';

it('lines keep the numbers that an editor shows, whatever blank ones stand between', () => {
  const line = fc.oneof(fc.constantFrom('', ' ', '\t\r'), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(fc.array(line.filter((text) => !text.includes('\n'))), (lines) => {
      const expected = lines
        .map((text, index) => ({ line: text.trim(), number: index + 1 }))
        .filter((numbered) => numbered.line !== '');
      assert.deepEqual([...numberedLines(Buffer.from(lines.join('\n')), 'file')], expected);
      assert.deepEqual(
        [...numberedLines(Buffer.from(lines.map((text) => `${text}\r\n`).join('')), 'file')],
        expected,
      );
    }),
  );
});
