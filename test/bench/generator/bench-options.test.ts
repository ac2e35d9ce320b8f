import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseBenchOptions, PART_NAMES } from '../../../bench/generator/bench-options.ts';

describe("the bench's arguments", () => {
  for (const [args, parts, rounds, seconds] of [
    [[], PART_NAMES, 5, undefined],
    [['all'], PART_NAMES, 5, undefined],
    [['open-loop', '--rounds', '1', '--seconds', '2'], ['open-loop'], 1, 2],
  ] as const) {
    it(`may be "${args.join(' ')}"`, () => {
      assert.deepEqual(parseBenchOptions(args), { parts, rounds, seconds });
    });
  }

  for (const args of [
    ['memory'],
    ['cpu', 'scale'],
    ['--rounds', '0'],
    ['--rounds', '1.5'],
    ['--seconds', '-1'],
    ['--seconds', '1.5'],
    ['--seconds', 'x'],
    ['--round', '5'],
  ]) {
    it(`may not be "${args.join(' ')}"`, () => {
      assert.throws(() => parseBenchOptions(args));
    });
  }
});
