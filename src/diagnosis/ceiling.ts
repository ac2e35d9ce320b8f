import type { Confidence, Finding, FindingKind } from '../samples/diagnosis.ts';
import { isLimit, type Rule } from './finding.ts';
import { acceptQueue } from './rules/accept-queue.ts';
import { coldStart } from './rules/cold-start.ts';
import { cpuSaturated } from './rules/cpu-saturated.ts';
import { errors, errorsPrevail } from './rules/errors.ts';
import { eventLoopBlocked } from './rules/event-loop-blocked.ts';
import { externalWait } from './rules/external-wait.ts';
import { generatorSaturated } from './rules/generator-saturated.ts';
import { memoryGrowth } from './rules/memory-growth.ts';
import { offeredLoad } from './rules/offered-load.ts';
import { poolSlots } from './rules/pool-slots.ts';
import { undetermined } from './rules/undetermined.ts';
import { unevenConnections } from './rules/uneven-connections.ts';
import type { Symptoms } from './symptoms.ts';

/**
 * All rules but the one for what they leave open. Of two limits that are as sure, the ceiling is the one whose remedy
 * comes first: what spoils the measurement; then what keeps processors or slots that are there from being used; then
 * those themselves; and the load last, which is the limit only where the server has none.
 */
const RULES: readonly Rule[] = [
  generatorSaturated,
  unevenConnections,
  cpuSaturated,
  eventLoopBlocked,
  poolSlots,
  acceptQueue,
  externalWait,
  offeredLoad,
  errors,
  memoryGrowth,
  coldStart,
];

const SURENESS: Readonly<Record<Confidence['level'], number>> = { high: 2, medium: 1, low: 0 };

/**
 * Everything that the symptoms show, the ceiling first: the surest limit; or, where no limit is more than
 * conjecture, that it is undetermined. What is the matter with a server whose limit is its load, or is unknown, stands
 * before that; and errors stand before all, where they are so many that the other figures are theirs.
 */
export function findingsOf(symptoms: Symptoms): [Finding, ...Finding[]] {
  const found = RULES.flatMap((rule) => rule(symptoms) ?? []);
  const limits = found.filter(isLimit).toSorted((one, other) => surenessOf(other) - surenessOf(one));
  const others = found.filter((finding) => !isLimit(finding));
  const [surest, ...rest] = limits.filter((limit) => surenessOf(limit) > 0);
  const conjectures = limits.filter((limit) => surenessOf(limit) === 0);
  const limit = surest ?? undetermined(symptoms);
  const behind = [...rest.filter(({ kind }) => kind !== 'offeredLoad'), ...conjectures];
  const isLimited = surest !== undefined && surest.kind !== 'offeredLoad';
  const first = others.filter(({ kind }) => !isLimited || (kind === 'errors' && errorsPrevail(symptoms)));
  const last = others.filter((finding) => !first.includes(finding));
  const [ceiling = limit, ...following] = [...first, limit, ...behind, ...last];
  return [ceiling, ...following];
}

const surenessOf = ({ confidence }: Finding): number => SURENESS[confidence.level];

/** What holds the throughput, among the findings of a condition: the ceiling, unless that is no limit. */
export function limitAmong(findings: readonly Finding[]): Finding | undefined {
  return findings.find(
    (finding) => isLimit(finding) || finding.kind === ('undetermined' satisfies FindingKind),
  );
}
