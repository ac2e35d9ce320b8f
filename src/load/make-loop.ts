import { milliseconds, millisecondsToNanoseconds } from '../units.ts';
import { Arrivals } from '../plan/arrivals.ts';
import { ClosedLoop } from './closed-loop.ts';
import type { GeneratorThreadTask } from './generator-thread-task.ts';
import type { LoopConnections } from './loop.ts';
import type { MeasurementWindow } from './measurement-window.ts';
import { OpenLoop } from './open-loop.ts';
import type { RequestBudget } from './request-budget.ts';

const NOTHING = milliseconds(0);

/** Makes the loop that a generator thread's task asks for. */
export function makeLoop(
  connections: LoopConnections,
  task: GeneratorThreadTask,
  window: MeasurementWindow,
  budget: RequestBudget,
): ClosedLoop | OpenLoop {
  const { settings, capacity, thread, threads } = task;
  const ramp = settings.ramp ?? NOTHING;
  const perSecond = settings.arrivalsPerSecond;
  if (perSecond === undefined)
    return new ClosedLoop(connections, {
      count: capacity,
      thinkTime: millisecondsToNanoseconds(settings.thinkTime ?? NOTHING),
      ramp: millisecondsToNanoseconds(ramp),
      thread,
      threads,
      budget,
    });
  const arrivals = new Arrivals({
    process: settings.arrivalProcess,
    perSecond,
    ramp,
    seed: settings.arrivalSeed,
    thread,
    threads,
  });
  return new OpenLoop(connections, {
    capacity,
    nextArrival: () => arrivals.next(),
    catchUp: settings.catchUp,
    timeout: millisecondsToNanoseconds(settings.timeout),
    timeoutPolicy: settings.timeoutPolicy,
    window,
    budget,
  });
}
