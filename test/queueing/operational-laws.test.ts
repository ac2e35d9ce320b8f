import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  forcedFlow,
  interactiveResponseTime,
  interactiveThroughput,
  meanInSystem,
  meanResidenceTime,
  serviceDemand,
  utilisation,
} from '../../src/queueing/operational-laws.ts';
import { milliseconds } from '../../src/units.ts';

const near = (found: number, expected: number, relative = 1e-12): void =>
  assert.ok(Math.abs(found - expected) <= relative * Math.abs(expected), `${found}, not ${expected}`);

describe('operational laws, on the examples of Lazowska et al. (1984, chapter 3)', () => {
  it('a disk of 40 requests/s that takes 0.0225 s each is 90 % busy', () => {
    near(utilisation(40, milliseconds(22.5)), 0.9);
  });

  it('4 requests at that disk stay 0.1 s each', () => {
    near(meanResidenceTime(4, 40), 100);
    near(meanInSystem(40, milliseconds(100)), 4);
  });

  it('64 users who think for 30 s and do 2 interactions a second wait 2 s', () => {
    near(interactiveResponseTime(64, 2, milliseconds(30_000)), 2_000);
    near(interactiveThroughput(64, milliseconds(2_000), milliseconds(30_000)), 2);
  });

  it('20 visits each, at half an interaction a second, are 10 a second', () => {
    near(forcedFlow(0.5, 20), 10);
    near(serviceDemand(20, milliseconds(40)), 800);
  });
});

it('the published sync cell should say 25 s, and says 18.04 s: 27.8 % of its connections’ time is missing', () => {
  near(interactiveResponseTime(100, 4, milliseconds(0)), 25_000);
  near(1 - meanInSystem(4, milliseconds(18_040)) / 100, 0.2784);
});

it('the response time law and the throughput law are one', () => {
  const time = fc.double({ min: 0.001, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), time, time, (clients, response, think) => {
      const perSecond = interactiveThroughput(clients, milliseconds(response), milliseconds(think));
      const found = interactiveResponseTime(clients, perSecond, milliseconds(think));
      assert.ok(Math.abs(found - response) <= 1e-9 * (response + think));
    }),
  );
});
