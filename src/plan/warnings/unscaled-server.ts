import { isToldItsHold } from '../started-command.ts';
import type { PlanRule } from './judged-plan.ts';

/** The time scale shortens the load; a server has to be told. */
export const unscaledServer: PlanRule = ({ plan: { targets }, timeScale }) => {
  if (timeScale === 1) return [];
  return Object.entries(targets)
    .filter(([, target]) => target.kind === 'url' || (target.kind === 'command' && !isToldItsHold(target)))
    .map(([name]) => {
      const subject = name === '' ? 'the server' : `the server of "${name}"`;
      return `The time scale shortens the load and not what ${subject} does: it is not told how long to hold.`;
    });
};
