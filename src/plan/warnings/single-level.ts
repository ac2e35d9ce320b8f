import type { PlanRule } from './judged-plan.ts';

/** It names what is requested, be there one or several. */
const LABEL = 'endpoint';

/** What is not varied shows no effect. */
export const singleLevel: PlanRule = ({ plan: { factors }, processors }) => {
  const all = Object.entries(factors).filter(([name]) => name !== LABEL);
  const single = all.filter(([, levels]) => levels.length === 1);
  // What is only predicted may have been set to one level; and a plan has to have a factor.
  if (processors === null || single.length === 0 || Object.keys(factors).length === 1) return [];
  const names = single.map(([name, [level]]) => `${name} (${level})`);
  return [
    names.length === 1
      ? `The factor ${names[0]} has one level: the run cannot show what it does.`
      : `The factors ${names.slice(0, -1).join(', ')} and ${names.at(-1)} have one level each: the run cannot show what they do.`,
  ];
};
