import type { WorkerClass } from '../server-settings.ts';
import type { JudgedCondition, PlanRule } from './judged-plan.ts';

/** Only one worker class has a use for threads; under the others their number changes nothing. */
export const idleThreads: PlanRule = ({ plan, conditions }) => {
  const idle = conditions.filter(({ server }) => server !== undefined && server.workerClass !== 'gthread');
  const classes = [...new Set(idle.flatMap(({ server }) => server?.workerClass ?? []))];
  const levels = plan.factors['threads'];
  if (levels !== undefined && levels.length > 1)
    return classes.length === 0
      ? []
      : [
          `The levels of threads (${levels.join(', ')}) do not differ under ${listed(classes)}: of the worker classes only gthread uses threads.`,
        ];
  const set = idle.find(hasThreads);
  const threads = set?.server?.threads;
  return threads === undefined
    ? []
    : [
        `${threads} threads are none of the slots of ${listed(classes)}: of the worker classes only gthread uses threads${classes.includes('pool') ? ', and pool has its pool size' : ''}.`,
      ];
};

const hasThreads = ({ server }: JudgedCondition): boolean => server !== undefined && server.threads !== 1;

const listed = (classes: readonly WorkerClass[]): string =>
  classes.length === 1 ? `${classes[0]}` : `${classes.slice(0, -1).join(', ')} and ${classes.at(-1)}`;
