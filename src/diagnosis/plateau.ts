import type { Evidence } from '../samples/diagnosis.ts';
import { evidenceOf } from './finding.ts';
import type { Symptoms } from './symptoms.ts';
import { isWithinThreshold } from './threshold.ts';

/** Fewer connections than this share are few enough to have done less, had there been more to do. */
const FEWER = 0.8;
/** Of what more connections would do if nothing held them, so much is as good as all. */
const GROWS = 0.9;

/** Whether more connections brought more throughput: `flat`, `grows` with them, `between`; null where it was not tried. */
export type Growth = 'flat' | 'grows' | 'between' | null;

/** Against the most connections that are few enough to tell. */
export function growthWithConnections({ load, perSecond, lighter }: Symptoms): Growth {
  const before = beforeOf(load.connections, lighter);
  if (before === undefined || load.loop === 'open') return null;
  if (isWithinThreshold(perSecond, before.perSecond)) return 'flat';
  const expected = (before.perSecond * load.connections) / before.connections;
  return perSecond >= expected * GROWS ? 'grows' : 'between';
}

/** What was reached with fewer connections, as evidence; nothing where it was not tried. */
export function growthEvidence(symptoms: Symptoms, sought: 'flat' | 'grows'): Evidence[] {
  const growth = growthWithConnections(symptoms);
  const before = beforeOf(symptoms.load.connections, symptoms.lighter);
  if (growth === null || before === undefined) return [];
  const opposite = sought === 'flat' ? 'grows' : 'flat';
  const speaks = growth === sought ? 'for' : growth === opposite ? 'against' : 'context';
  return [
    evidenceOf('connectionsBefore', 'connections', before.connections, 'context'),
    evidenceOf('throughputBefore', 'requests/s', before.perSecond, speaks, symptoms.perSecond),
  ];
}

const beforeOf = (connections: number, lighter: Symptoms['lighter']) =>
  lighter.findLast((one) => one.connections <= connections * FEWER);
