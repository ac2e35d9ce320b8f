import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { kaplanMeier } from '../../src/statistics/kaplan-meier.ts';
import { survivalQuantiles } from '../../src/statistics/survival-quantiles.ts';
import {
  DISTRIBUTIONS,
  quantileAt,
  RequestSimulation,
  censoredShare,
  NO_CUT,
  uncutShare,
  windowFor,
  type Cut,
  type Quantiles,
  type SimulatedRequests,
} from './fixtures/simulated-requests.ts';

const REPETITIONS = 2_000;
const SHARES = [0.5, 0.9, 0.99];
/** At the true quantile so many requests have to be expected at risk, or an interval cannot be asked for. */
const LEAST_AT_RISK = 10;
const SEED = 20_260_101;

interface Cell {
  distribution: string;
  censored: number;
  by: 'nothing' | 'a time-out' | 'the end of the window' | 'ages by chance';
  requests: number;
}

const CELLS: Cell[] = Object.keys(DISTRIBUTIONS).flatMap((distribution) =>
  [200, 2_000].flatMap((requests) => [
    { distribution, requests, censored: 0, by: 'nothing' as const },
    ...[0.2, 0.4, 0.6].flatMap((censored) =>
      (['a time-out', 'the end of the window', 'ages by chance'] as const).map((by) => ({
        distribution,
        requests,
        censored,
        by,
      })),
    ),
  ]),
);

/** What leaves that share without a response. */
function cutOf(quantiles: Quantiles, { censored, by }: Cell): Cut {
  switch (by) {
    case 'nothing':
      return NO_CUT;
    case 'a time-out':
      return { ...NO_CUT, timeout: quantileAt(quantiles, 1 - censored) };
    case 'the end of the window':
      return { ...NO_CUT, window: windowFor(quantiles, censored) };
    case 'ages by chance': {
      const oldest = quantileAt(quantiles, 0.3);
      return { ...NO_CUT, oldest, aged: censored / censoredShare(quantiles, { ...NO_CUT, oldest, aged: 1 }) };
    }
  }
}

/** In how many of the repetitions each of it was so, for each of the shares. */
interface Tally {
  covered: number[];
  beyond: number[];
  /** Said to be beyond the data though enough came back, or the other way round; where only a time-out cuts. */
  wronglyBeyond: number[];
  survivorsBelow: number[];
}

function simulate(cell: Cell, quantiles: Quantiles, cut: Cut): Tally {
  const simulation = new RequestSimulation(cell.requests);
  const random = xoroshiro128plus(SEED + CELLS.indexOf(cell));
  const truths = SHARES.map((share) => quantileAt(quantiles, share));
  const none = (): number[] => SHARES.map(() => 0);
  const tally: Tally = { covered: none(), beyond: none(), wronglyBeyond: none(), survivorsBelow: none() };
  const isCutAtOnce = cell.by === 'nothing' || cell.by === 'a time-out';
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const requests = simulation.draw(quantiles, cut, random);
    const curve = kaplanMeier(requests.completed, requests.unanswered);
    for (const [which, { estimate, low, high }] of survivalQuantiles(curve, SHARES).entries()) {
      const truth = truths[which] ?? NaN;
      const share = SHARES[which] ?? NaN;
      // An end beyond the data says no more than that it is longer than the longest.
      const isCovered = (low ?? curve.longest) <= truth && truth <= (high ?? Infinity);
      const isBeyond = requests.completed.length < share * cell.requests;
      count(tally.covered, which, isCovered);
      count(tally.beyond, which, estimate === undefined);
      count(tally.wronglyBeyond, which, isCutAtOnce && isBeyond !== (estimate === undefined));
      count(tally.survivorsBelow, which, survivorsQuantile(requests, share) < truth);
    }
  }
  return tally;
}

function count(counts: number[], which: number, isSo: boolean): void {
  if (isSo) counts[which] = (counts[which] ?? 0) + 1;
}

/** What is reported where only those that came back are looked at. */
function survivorsQuantile({ completed }: SimulatedRequests, share: number): number {
  return completed[Math.ceil(share * completed.length) - 1]?.[0] ?? NaN;
}

describe('quantiles of censored response times, in 2,000 simulated trials of each kind:', () => {
  for (const cell of CELLS) {
    const { distribution, requests, censored, by } = cell;
    it(`${requests} requests, ${distribution}, ${censored * 100} % censored by ${by}`, () => {
      const quantiles = DISTRIBUTIONS[distribution] ?? assert.fail();
      const cut = cutOf(quantiles, cell);
      const { covered, beyond, wronglyBeyond, survivorsBelow } = simulate(cell, quantiles, cut);
      for (const [which, share] of SHARES.entries()) {
        const truth = quantileAt(quantiles, share);
        const atRisk = requests * (1 - share) * uncutShare(cut, truth);
        const of = (counts: readonly number[]): number => (counts[which] ?? 0) / REPETITIONS;
        const seen = `p${share * 100}, ${atRisk.toFixed(0)} at risk:`;
        assert.equal(of(wronglyBeyond), 0, `${seen} beyond the data, or not, against the counts`);
        if (truth > cut.timeout) {
          assert.ok(of(beyond) >= 0.99, `${seen} a number was made up in ${1 - of(beyond)}`);
        } else if (atRisk >= LEAST_AT_RISK) {
          const coverage = of(covered);
          assert.ok(coverage >= 0.93 && coverage <= 0.97, `${seen} covered in ${coverage}`);
          // A fair estimate is below the truth in half of the trials.
          if (by === 'a time-out' || by === 'the end of the window')
            assert.ok(of(survivorsBelow) > 0.95, `${seen} the survivors are below in ${of(survivorsBelow)}`);
        }
      }
    });
  }
});
