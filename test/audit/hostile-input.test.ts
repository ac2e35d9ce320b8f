import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { auditResult } from '../../src/audit/audit.ts';
import { readResults } from '../../src/audit/read-results.ts';
import { UserError } from '../../src/errors.ts';
import { auditText } from '../../src/report/audit-text.ts';
import { simulateLoad } from './fixtures/closed-loop.ts';
import { k6Print, loadstonePrint, ohaPrint, vegetaPrint } from './fixtures/tool-prints.ts';

const OUTPUTS = join(import.meta.dirname, 'fixtures', 'outputs');
const load = simulateLoad({ seed: 7 });
const SEEDS: readonly string[] = [
  ...readdirSync(OUTPUTS).map((name) => readFileSync(join(OUTPUTS, name), 'utf8')),
  k6Print(load, false).text,
  k6Print(load, true).text,
  ohaPrint(load).text,
  vegetaPrint(load, 1, false).text,
  vegetaPrint(load, 1, true).text,
  loadstonePrint(load, false).text,
];

/** What a damaged or malicious file has in place of a number. */
const NUMBERS = [
  '0',
  '-1',
  '-0',
  '1e308',
  '1e999',
  '-1e999',
  '99999999999999999999',
  '0.1e-400',
  '123456789012345',
  'NaN',
  'null',
  'Infinity',
  '""',
  '"1"',
  '[]',
  '{}',
  'true',
  '١٢٣',
  '1_000',
  '0x10',
  '1,000',
  '.',
  '%',
  '-nan',
];
const INSERTIONS = [
  '{"__proto__":{"polluted":1}}',
  '"__proto__":1,',
  '"constructor":{"prototype":{}},',
  '[[[[[[',
  '}}}}',
  '\u0000',
  '\u001b[2J',
  '\ufeff',
  '\r\n',
  'Running 1s test @ ',
  'Requests/sec:',
  '  1 requests in 1.00s, 1B read\n',
  '\u202e',
  ',',
  ' '.repeat(500),
];

/** What takes over a terminal. */
const UNPRINTABLE = /[\p{Cc}\u202e]/u;

class Mutator {
  readonly #random: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.#random = xoroshiro128plus(seed);
  }

  below(limit: number): number {
    return uniformInt(this.#random, 0, Math.max(0, limit - 1));
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  text(): string {
    if (this.below(10) === 0) return this.noise();
    let text = this.of(SEEDS);
    for (let round = this.below(4); round >= 0; round -= 1) text = this.mutated(text);
    return text;
  }

  noise(): string {
    const bytes = Buffer.from(Array.from({ length: this.below(400) }, () => this.below(256)));
    return bytes.toString(this.of(['utf8', 'latin1']));
  }

  mutated(text: string): string {
    const at = this.below(text.length);
    const end = at + this.below(40);
    switch (this.below(7)) {
      case 0:
        return text.slice(0, at);
      case 1:
        return text.slice(at);
      case 2:
        return text.slice(0, at) + this.of(INSERTIONS) + text.slice(at);
      case 3:
        return text.slice(0, at) + text.slice(end);
      case 4:
        return text.slice(0, at) + String.fromCodePoint(this.below(0x2fff)) + text.slice(at + 1);
      case 5:
        return text.slice(0, end) + text.slice(at);
      default:
        return this.withOtherNumber(text);
    }
  }

  withOtherNumber(text: string): string {
    const numbers = [...text.matchAll(/\d+(?:\.\d+)?/g)];
    const one = numbers.length === 0 ? undefined : this.of(numbers);
    if (one === undefined) return text;
    return text.slice(0, one.index) + this.of(NUMBERS) + text.slice(one.index + one[0].length);
  }
}

/** Reads, audits and prints a text. Anything but a result or a `UserError` is a defect. */
function survive(text: string): 'read' | 'refused' {
  try {
    const audited = readResults(text, 'hostile').map((result) => auditResult(result, 'hostile'));
    for (const { checks } of audited)
      for (const { figures, law } of checks)
        for (const { name, value, least, most } of figures)
          assert.ok(
            Number.isFinite(value) && Number.isFinite(least) && (most === null || Number.isFinite(most)),
            `${law} ${name}: ${value} (${least} to ${most})`,
          );
    assert.doesNotMatch(
      auditText(audited, { color: false }),
      /(?:NaN|Infinity|undefined)(?:ms|us|s|m|h|\/s|\s%)/,
    );
    assert.equal(UNPRINTABLE.test(auditText(audited, { color: false }).replaceAll('\n', '')), false);
    return 'read';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    assert.equal(UNPRINTABLE.test(error.line), false, error.line);
    return 'refused';
  }
}

describe('hostile and damaged files', () => {
  it('are read or refused, all 10,000 of them, and nothing else', () => {
    const outcomes = { read: 0, refused: 0 };
    for (let seed = 1; seed <= 10_000; seed += 1) {
      const text = new Mutator(seed).text();
      try {
        outcomes[survive(text)] += 1;
      } catch (error) {
        throw new Error(`seed ${seed}: ${JSON.stringify(text).slice(0, 2_000)}`, { cause: error });
      }
    }
    assert.ok(outcomes.read > 1_500 && outcomes.refused > 1_500, JSON.stringify(outcomes));
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  const MEGABYTE = 2 ** 20;
  for (const [name, text] of [
    ['brackets ten million deep', '['.repeat(10 * MEGABYTE)],
    ['objects a million deep', '{"a":'.repeat(MEGABYTE) + '1' + '}'.repeat(MEGABYTE)],
    [
      'a metric a hundred thousand deep',
      `{"metrics":{"http_reqs":${'{"values":'.repeat(1e5)}1${'}'.repeat(1e5)}}}`,
    ],
    ['ten megabytes of digits', `Running 1s test @ x\n${'9'.repeat(10 * MEGABYTE)}`],
    ['ten megabytes of blanks after a head', `Summary:\n  Total:\t1.0000 secs\n${' '.repeat(10 * MEGABYTE)}`],
    ['two hundred thousand braces on lines of their own', '{\n}\n'.repeat(2e5)],
    ['a hundred thousand heads', 'Running 1s test @ x\n'.repeat(1e5)],
    ['a hundred thousand times the head of vegeta', 'Requests [total, rate] \n'.repeat(1e5)],
    ['ten megabytes of zeros', '\u0000'.repeat(10 * MEGABYTE)],
    [
      'keys by the hundred thousand',
      `{"summary":{"requestsPerSec":1,"total":1},"errorDistribution":{${Array.from({ length: 1e5 }, (_, i) => `"k${i}":1`).join()}},"statusCodeDistribution":{}}`,
    ],
  ] as const)
    it(`${name}: read or refused`, { timeout: 20_000 }, () => {
      assert.match(survive(text), /read|refused/);
    });
});
