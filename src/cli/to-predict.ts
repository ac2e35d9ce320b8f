import { UserError } from '../errors.ts';
import { conditionsOf } from '../plan/conditions.ts';
import { DEFAULT_PLAN, loadPlan } from '../plan/load-plan.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import { measuredServer } from '../queueing/prediction/measured-server.ts';
import { modelledTrial, type MeasuredServer } from '../queueing/prediction/modelled-trial.ts';
import { measuredNote } from '../report/measured-note.ts';
import { inOwnTimes, planOfRun } from '../run/plan-of-run.ts';
import { findRun } from './find-record.ts';
import { loadFlags, refuseOverruled, type PlanFlags } from './plan-flags.ts';
import { givenSettings, serverPlan, withServerFlags, type ServerFlags } from './server-flags.ts';

/** What of the command line says what is predicted. */
export interface ToPredictFlags
  extends
    ServerFlags,
    Pick<
      PlanFlags,
      'factor' | 'generatorThreads' | 'connections' | 'duration' | 'timeout' | 'timeoutPolicy' | 'warmup'
    > {
  endpoint?: string;
  timeScale?: number;
  fromRun?: string;
  store: string;
}

/** What is predicted, and with what. */
interface ToPredict {
  readonly plan: Plan;
  /** Where a run was measured. */
  readonly measuredOf?: (condition: Condition) => MeasuredServer;
  readonly sources?: readonly string[];
}

/** The plan that is named, or the default one; one that is made of the settings of a server; or one of a run. */
export async function toPredict(name: string | undefined, flags: ToPredictFlags): Promise<ToPredict> {
  const load = loadFlags(flags);
  const factors = {
    ...flags.factor,
    ...(flags.endpoint === undefined ? {} : { endpoint: [flags.endpoint] }),
  };
  if (flags.fromRun !== undefined) return fromRun(flags.fromRun, name, flags);
  if (name === undefined && Object.keys(givenSettings(flags)).length > 0)
    return { plan: serverPlan(flags, load, factors) };
  const changes = { load, factors };
  const plan = await loadPlan(name ?? DEFAULT_PLAN, changes);
  refuseOverruled(plan, changes);
  return { plan: withServerFlags(plan, flags) };
}

/** What a run measured of its servers, which are then changed as the flags say. */
function fromRun(source: string, name: string | undefined, flags: ToPredictFlags): ToPredict {
  if (name !== undefined || flags.timeScale !== undefined)
    throw new UserError({
      what: 'a run has its own plan and its own time scale',
      where: '--from-run',
      remedy: 'Leave out the plan and --time-scale, and change its server and load with the other flags',
    });
  const stored = findRun(source, flags.store);
  const asMeasured = planOfRun(stored, {});
  const load = loadFlags(flags);
  const changed = planOfRun(stored, load);
  const factors = {
    ...changed.factors,
    ...flags.factor,
    ...(flags.endpoint === undefined ? {} : { endpoint: [flags.endpoint] }),
  };
  refuseOverruled({ ...changed, factors }, { load, factors });
  const plan = withServerFlags({ ...changed, factors }, flags);
  const measured = inOwnTimes(stored);
  const measuredOf = (condition: Condition) =>
    measuredServer(measured, condition, (own) => modelledTrial(asMeasured, own, 1));
  // A hold that is given takes the place of what was measured.
  const withHold = (condition: Condition): MeasuredServer => {
    const { service, connections } = measuredOf(condition);
    return {
      ...(service === undefined || flags.hold !== undefined ? {} : { service }),
      ...(connections === undefined ? {} : { connections }),
    };
  };
  return {
    plan,
    measuredOf: withHold,
    sources:
      flags.hold === undefined
        ? [measuredNote(stored.run.id, conditionsOf(plan.factors).map(measuredOf))]
        : [],
  };
}
