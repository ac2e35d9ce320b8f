import { evidenceOf, makeFinding, remedyOf, type Rule } from '../finding.ts';

/** Of the memory at the beginning, and at least: a heap grows by as much before its garbage is first collected. */
const GROWN = 0.25;
const GROWN_BYTES = 24e6;
/** Of the steps from reading to reading: garbage that is collected makes some go down. */
const RISING = 0.75;
/** In its last third a leak grows about as much as in the middle one; a heap that fills up does not. */
const GOES_ON = 0.4;

/** The server takes more and more memory, as fast at the end as before. */
export const memoryGrowth: Rule = ({ memory, perSecond, load }) => {
  if (memory === undefined) return undefined;
  const { startBytes, endBytes, bytesPerSecond, risingShare, goesOn } = memory;
  const grown = (bytesPerSecond * load.windowMs) / 1_000;
  const isLarge = grown >= Math.max(GROWN_BYTES, startBytes * GROWN);
  if (!isLarge || risingShare < RISING || goesOn < GOES_ON) return undefined;
  const aRequest = perSecond === 0 ? null : bytesPerSecond / perSecond;
  return makeFinding({
    kind: 'memoryGrowth',
    evidence: [
      evidenceOf('memoryStart', 'bytes', startBytes, 'context'),
      evidenceOf('memoryEnd', 'bytes', endBytes, 'context', startBytes),
      evidenceOf('memoryGrowthRate', 'bytes/s', bytesPerSecond, 'for'),
      evidenceOf('memoryRising', 'share', risingShare, 'for', RISING),
    ],
    remedies: [remedyOf('findLeak', aRequest, 0)],
  });
};
