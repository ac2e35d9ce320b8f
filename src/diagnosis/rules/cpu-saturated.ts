import type { Evidence, Remedy } from '../../samples/diagnosis.ts';
import { evidenceOf, makeFinding, remedyOf, type Rule } from '../finding.ts';
import { SATURATED, saturationOf } from '../server-load.ts';
import type { ServerSymptoms } from '../server-symptoms.ts';
import type { Symptoms } from '../symptoms.ts';

/** The server has no processor time left: on the machine, in each worker, or in one while others idle. */
export const cpuSaturated: Rule = (symptoms) => {
  const { server, perSecond, load } = symptoms;
  const saturation = saturationOf(server);
  if (server === undefined || saturation === null || saturation === 'nothing') return undefined;
  return makeFinding({
    kind: 'cpuSaturated',
    limitPerSecond: perSecond,
    evidence: [
      evidenceOf('cpuShareByWorker', 'processors', server.busyByWorker, busySpeaks(server), SATURATED),
      evidenceOf('serverCpu', 'processors', server.cpu, 'context', server.processors),
      ...(server.machineBusy === null
        ? []
        : [
            evidenceOf(
              'machineBusy',
              'share',
              server.machineBusy,
              saturation === 'machine' ? 'for' : 'context',
              SATURATED,
            ),
          ]),
      ...waitingSigns(symptoms),
    ],
    remedies: remedies(server, perSecond, load.connections),
  });
};

const busySpeaks = ({ busyByWorker }: ServerSymptoms): Evidence['speaks'] =>
  Math.max(...busyByWorker) >= SATURATED ? 'for' : 'context';

/** A server that has no time left for its requests lets them wait. */
function waitingSigns({ load, server, isWaiting }: Symptoms): Evidence[] {
  const { meanMs, leastMs, connections } = load;
  const unread = server?.unread ?? null;
  const waits = isWaiting ?? (meanMs !== null && leastMs !== null && meanMs >= leastMs * WAITS);
  return [
    evidenceOf('responseTime', 'ms', meanMs, waits ? 'for' : 'context', leastMs),
    ...(unread === null
      ? []
      : [
          evidenceOf(
            'unreadRequests',
            'connections',
            unread,
            unread >= Math.max(1, connections * UNREAD) ? 'for' : 'context',
          ),
        ]),
  ];
}

/** Of the least response time, what the mean is where most requests find another before them. */
const WAITS = 2;
const UNREAD = 0.1;

/** What more processors, or workers to use those there are, would bring if each brought as much as these. */
function remedies(server: ServerSymptoms, perSecond: number, connections: number): Remedy[] {
  const { cpu, processors } = server;
  const workers = Math.max(1, server.workers);
  const costMs = perSecond === 0 ? null : (cpu / perSecond) * 1_000;
  const less = remedyOf('lessWorkARequest', costMs, costMs && costMs / 2, perSecond * 2);
  if (saturationOf(server) === 'oneWorker') {
    const { busyByWorker } = server;
    const hottest = Math.max(...busyByWorker);
    const mean = busyByWorker.reduce((sum, share) => sum + share, 0) / busyByWorker.length;
    return [remedyOf('spreadRequests', hottest, mean, (perSecond * hottest) / mean), less];
  }
  const most = Math.min(processors, connections);
  if (saturationOf(server) === 'machine' || workers >= most)
    return [remedyOf('moreProcessors', processors, processors * 2, perSecond * 2), less];
  return [remedyOf('moreWorkers', workers, most, (perSecond * most) / workers), less];
}
