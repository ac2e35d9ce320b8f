import { evidenceOf, makeFinding, remedyOf, type Rule } from '../finding.ts';
import type { LoadSymptoms } from '../load-symptoms.ts';
import { isSaturated } from '../server-load.ts';

/** The load generator had no time left for what the server could do. */
export const generatorSaturated: Rule = ({ load, server, perSecond }) => {
  const lags = lagsBehind(load);
  if (!load.isGeneratorCeiling && !lags) return undefined;
  const threads = load.generatorThreads;
  const busy = load.isGeneratorCeiling ? 'proves' : 'for';
  return makeFinding({
    kind: 'generatorSaturated',
    limitPerSecond: perSecond,
    evidence: [
      evidenceOf('generatorBusy', 'share', load.generatorBusy, busy, CEILING),
      ...(load.inFlightShare === null
        ? []
        : [evidenceOf('inFlight', 'share', load.inFlightShare, lags ? 'for' : 'context', SENT)]),
      ...(server === undefined
        ? []
        : [
            evidenceOf(
              'serverCpu',
              'processors',
              server.cpu,
              isSaturated(server) ? 'against' : 'for',
              server.processors,
            ),
          ]),
    ],
    remedies: [remedyOf('moreGeneratorThreads', threads, threads * 2, perSecond * 2)],
  });
};

/** As in `generator.wasCeiling`. */
const CEILING = 0.9;

/** A generator that is busy for so much of the window, */
const BUSY = 0.7;
/** and has a request in flight on fewer of its connections than this, was late with the others. */
const SENT = 0.7;

function lagsBehind({ generatorBusy, inFlightShare }: LoadSymptoms): boolean {
  return (generatorBusy ?? 0) >= BUSY && (inFlightShare ?? 1) < SENT;
}
