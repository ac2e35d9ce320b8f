import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { RowBuffer } from '../../../src/load/raw-samples/row-buffer.ts';
import { nanoseconds } from '../../../src/units.ts';

function written(write: (buffer: RowBuffer) => void): string {
  const buffer = new RowBuffer(64);
  write(buffer);
  return buffer.text.toString();
}

describe('RowBuffer', () => {
  it('writes whole numbers as they are', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(2_000), fc.maxSafeNat()), (value) => {
        assert.equal(
          written((buffer) => buffer.putCount(value)),
          String(value),
        );
      }),
    );
  });

  it('writes nanoseconds as milliseconds to the last of their digits', () => {
    const duration = fc.oneof(fc.integer({ min: -5_000_000, max: 5_000_000 }), fc.maxSafeInteger());
    fc.assert(
      fc.property(duration, (value) => {
        const text = written((buffer) => buffer.putMilliseconds(nanoseconds(value)));
        assert.match(text, /^-?\d+\.\d{6}$/);
        assert.equal(BigInt(text.replace('.', '')), BigInt(value));
      }),
    );
  });

  it('rounds to the nanosecond', () => {
    assert.equal(
      written((buffer) => buffer.putMilliseconds(nanoseconds(1_999_999.7))),
      '2.000000',
    );
    assert.equal(
      written((buffer) => buffer.putMilliseconds(nanoseconds(-0.2))),
      '0.000000',
    );
  });

  it('knows its room, and is empty once it is cleared', () => {
    const buffer = new RowBuffer(8);
    buffer.put(Buffer.from('abc'));
    assert.deepEqual([buffer.room, buffer.text.toString()], [5, 'abc']);
    buffer.clear();
    assert.deepEqual([buffer.room, buffer.text.toString()], [8, '']);
  });
});
