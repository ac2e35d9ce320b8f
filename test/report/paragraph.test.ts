import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paragraph, unbroken } from '../../src/report/paragraph.ts';

test('a text is broken between words, the first line and the others with their own indent', () => {
  assert.deepEqual(paragraph('one two three four', 10, { first: '- ', rest: '  ' }), [
    '- one two',
    '  three',
    '  four',
  ]);
});

test('a line may be as wide as the paragraph', () => {
  assert.deepEqual(paragraph('12345 1234', 10), ['12345 1234']);
});

test('a word wider than the paragraph stands alone and whole', () => {
  assert.deepEqual(paragraph('a 12345678901 b', 10), ['a', '12345678901', 'b']);
});

test('words that belong together stay together', () => {
  assert.deepEqual(paragraph(`1234 + ${unbroken('5 failed')}`, 10), ['1234 +', '5 failed']);
});
