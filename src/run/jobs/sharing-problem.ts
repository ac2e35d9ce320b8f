import type { Plan } from '../../plan/plan.ts';
import { commandReads } from '../../plan/started-command.ts';
import type { Target } from '../../plan/target.ts';
import type { Machine } from './machine.ts';

/** Why the trials of a target cannot go on at the same time, as the end of a sentence; undefined where they can. */
export function sharingProblem(target: Target): string | undefined {
  switch (target.kind) {
    case 'url':
      return 'is one for all of them';
    case 'command':
      return commandReads(target, 'port')
        ? undefined
        : 'listens on a fixed port, as no {port} stands in its command';
    case 'embedded':
      return undefined;
  }
}

/** What of a plan is measured one at a time although several were asked for; each a sentence. */
export function sharingWarnings({ targets }: Plan, machine: Machine): string[] {
  if (machine.look() === undefined)
    return ['Trials go on one at a time: how busy the machine is cannot be seen here, as there is no /proc.'];
  return Object.entries(targets).flatMap(([name, target]) => {
    const problem = sharingProblem(target);
    const server = name === '' ? 'the server' : `the server of "${name}"`;
    return problem === undefined ? [] : [`Trials go on one at a time where ${server} ${problem}.`];
  });
}
