import { evidenceOf, makeFinding, remedyOf, type Rule } from '../finding.ts';

/** A beginning that is this much slower than the rest is no mere settling. */
const SLOWER = 2;
/** Of the window, and at least: what is over sooner changes no figure that anybody looks at. */
const LONG = 0.1;
const LONG_MS = 400;

/** The first requests take longer than those that follow. */
export const coldStart: Rule = ({ coldStart: seen }) => {
  if (seen === undefined) return undefined;
  const { cutMs, windowMs, beforeMs, afterMs } = seen;
  if (cutMs < Math.max(LONG_MS, windowMs * LONG) || beforeMs < afterMs * SLOWER) return undefined;
  return makeFinding({
    kind: 'coldStart',
    evidence: [
      evidenceOf('warmUp', 'ms', cutMs, 'for', windowMs),
      evidenceOf('responseTimeBefore', 'ms', beforeMs, 'for', afterMs),
    ],
    remedies: [remedyOf('warmUpFirst', 0, cutMs)],
  });
};
