import { evidenceOf, makeFinding, remedyOf, type Rule } from '../finding.ts';
import { isSaturated } from '../server-load.ts';

/** The load generator had no time left for what the server could do. */
export const generatorSaturated: Rule = ({ load, server, perSecond }) => {
  if (!load.isGeneratorCeiling) return undefined;
  const threads = load.generatorThreads;
  return makeFinding({
    kind: 'generatorSaturated',
    limitPerSecond: perSecond,
    evidence: [
      evidenceOf('generatorBusy', 'share', load.generatorBusy, 'proves', CEILING),
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
