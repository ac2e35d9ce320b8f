import { slotsIn, type PlanRule } from './judged-plan.ts';

/** Connections that never fill the slots show what the load asks for, and not what more slots can do. */
export const fewConnections: PlanRule = ({ conditions }) => {
  const closed = conditions.filter(({ settings }) => settings.load.arrivalsPerSecond === undefined);
  const bySlots = Map.groupBy(closed, slotsIn);
  bySlots.delete(undefined);
  // Where all have the same, the plan asks another question.
  if (bySlots.size < 2) return [];
  const unfilled = [...bySlots].flatMap(([slots = 0, those]) => {
    const most = Math.max(...those.map(({ settings }) => settings.load.connections));
    return most < slots ? [{ slots, most }] : [];
  });
  return [...Map.groupBy(unfilled, ({ most }) => most)].map(([most, groups]) => {
    const slots = groups.map((group) => group.slots).toSorted((one, other) => one - other);
    return `${most} connections cannot show what ${orText(slots)} slots can do: at most ${most} are ever busy, so give at least ${slots.at(-1)}.`;
  });
};

const orText = (counts: readonly number[]): string =>
  counts.length < 2 ? `${counts[0]}` : `${counts.slice(0, -1).join(', ')} or ${counts.at(-1)}`;
