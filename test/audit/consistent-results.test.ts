import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { auditResult, type AuditedResult } from '../../src/audit/audit.ts';
import type { Bias, Check } from '../../src/audit/check.ts';
import { product, exact, type StatedFigure } from '../../src/audit/stated-figure.ts';
import type { StatedResult } from '../../src/audit/stated-result.ts';
import { readResults } from '../../src/audit/read-results.ts';
import { simulateLoad, type SimulatedLoad } from './fixtures/closed-loop.ts';
import {
  autocannonPrint,
  heyPrint,
  k6Print,
  loadstonePrint,
  ohaPrint,
  vegetaPrint,
  wrkPrint,
  type Print,
} from './fixtures/tool-prints.ts';

const SEEDS = Array.from({ length: 100 }, (_, index) => index + 1);

/** Tools that give requests up do so in every other load. */
const PRINTS: readonly (readonly [string, boolean, (load: SimulatedLoad, seed: number) => Print])[] = [
  ['wrk', false, wrkPrint],
  ['autocannon', true, autocannonPrint],
  ['k6, handleSummary', false, (load) => k6Print(load, false)],
  ['k6, --summary-export', false, (load) => k6Print(load, true)],
  ['oha', true, ohaPrint],
  ['hey', true, heyPrint],
  ['vegeta, JSON', false, (load, seed) => vegetaPrint(load, seed, false)],
  ['vegeta, text', false, (load, seed) => vegetaPrint(load, seed, true)],
  ['Loadstone, a trial', true, (load) => loadstonePrint(load, false)],
  ['Loadstone, a run', true, (load) => loadstonePrint(load, true)],
];

const LOADS = new Map<string, SimulatedLoad>();

function loadOf(seed: number, givesUp: boolean): SimulatedLoad {
  const key = `${seed} ${givesUp}`;
  const load = LOADS.get(key) ?? simulateLoad({ seed, givesUp });
  LOADS.set(key, load);
  return load;
}

function audit(print: Print): AuditedResult {
  return auditResult(toldOf(print), 'simulated');
}

/** What a user can say besides of tools that do not state it. */
function toldOf({ text, connections, timeoutMs }: Print): StatedResult {
  const [result] = readResults(text, 'simulated');
  assert.ok(result !== undefined);
  return {
    ...result,
    connections: result.connections ?? (result.loop === 'open' ? null : (connections ?? null)),
    timeoutMs: result.timeoutMs ?? (timeoutMs === undefined || timeoutMs === Infinity ? null : timeoutMs),
  };
}

const biasOf = (checks: readonly Check[], kind: Bias['kind']): Bias | undefined =>
  checks.flatMap(({ bias }) => (bias?.kind === kind ? [bias] : []))[0];

describe('a result that obeys the laws is accused of nothing, as each tool rounds it:', () => {
  for (const [tool, givesUp, print] of PRINTS)
    it(tool, () => {
      let told = 0;
      for (const seed of SEEDS) {
        const load = loadOf(seed, givesUp && seed % 2 === 0);
        const { checks } = audit(print(load, seed));
        const broken = checks.filter(({ state }) => state === 'broken');
        assert.deepEqual(broken, [], `${tool}, seed ${seed}`);
        told += checks.filter(({ state }) => state === 'holds').length;
      }
      assert.ok(told >= SEEDS.length * 4, `only ${told} checks could tell anything`);
    });
});

describe('what was in flight at the end is named with its true size', () => {
  for (const [tool, , print] of PRINTS.filter(([name]) => !/k6|vegeta|oha/.test(name)))
    it(tool, () => {
      let named = 0;
      for (const seed of SEEDS) {
        const load = loadOf(seed, false);
        const { checks } = audit(print(load, seed));
        const bias = biasOf(checks, 'inFlightAtEnd');
        if (bias === undefined) continue;
        const { windowUs, connections, sortedUs } = load;
        const available = windowUs * connections;
        const missing = 1 - sortedUs.reduce((total, us) => total + us, 0) / available;
        named += 1;
        // The mean is known to a few thousandths, and autocannon's to a millisecond.
        const tolerance = 1 + (tool === 'autocannon' ? (sortedUs.length * 1e5) / available : 0);
        assert.ok(
          Math.abs((bias.percent ?? 0) - missing * 100) < tolerance,
          `seed ${seed}: ${bias.percent} %, in truth ${missing * 100} %`,
        );
        assert.ok(load.inFlightUs > 0);
      }
      assert.ok(named > 5, `named in ${named} loads only`);
    });
});

describe('the same results with half as much again for a mean are all accused', () => {
  const inflated = (figure: StatedFigure): StatedFigure => product(figure, exact(1.5));
  // wrk adds samples, and vegeta states no connections: of those the quantiles alone can tell.
  for (const [tool, , print] of PRINTS.filter(([name]) => !/wrk|vegeta/.test(name)))
    it(tool, () => {
      for (const seed of SEEDS) {
        const result = toldOf(print(loadOf(seed, false), seed));
        const { latency, cycles } = result;
        assert.ok(latency !== null && latency.meanMs !== null);
        const { checks } = auditResult(
          {
            ...result,
            latency: { ...latency, meanMs: inflated(latency.meanMs) },
            cycles: cycles && { ...cycles, meanMs: inflated(cycles.meanMs) },
          },
          'simulated',
        );
        assert.ok(
          checks.some(({ state }) => state === 'broken'),
          `${tool}, seed ${seed}`,
        );
      }
    });
});
