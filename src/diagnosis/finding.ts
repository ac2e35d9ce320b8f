import type { Evidence, EvidenceFigure, Finding, FindingKind, Remedy } from '../samples/diagnosis.ts';
import { confidenceOf } from './confidence.ts';
import type { Symptoms } from './symptoms.ts';

/** Says whether the symptoms of a condition show one thing; undefined: they do not. */
export type Rule = (symptoms: Symptoms) => Finding | undefined;

/** What a rule says; its confidence follows. */
interface Found {
  readonly kind: FindingKind;
  readonly limitPerSecond?: number | null;
  readonly slots?: number | null;
  readonly reason?: Finding['reason'];
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly Remedy[];
}

export function makeFinding({ kind, evidence, remedies, ...figures }: Found): Finding {
  return {
    kind,
    limitPerSecond: figures.limitPerSecond ?? null,
    slots: figures.slots ?? null,
    reason: figures.reason ?? null,
    evidence: [...evidence],
    confidence: confidenceOf(evidence),
    remedies: [...remedies],
  };
}

/** One figure, with what it says. */
export function evidenceOf(
  figure: EvidenceFigure,
  unit: Evidence['unit'],
  value: number | readonly number[] | null,
  speaks: Evidence['speaks'],
  reference: number | null = null,
): Evidence {
  return {
    figure,
    value: typeof value === 'object' && value !== null ? [...value] : value,
    unit,
    reference,
    speaks,
  };
}

/** A figure that is a sign for or against where it was seen. */
export function signOf(
  figure: EvidenceFigure,
  unit: Evidence['unit'],
  value: number | null,
  judge: (value: number) => Evidence['speaks'],
  reference: number | null = null,
): Evidence {
  return evidenceOf(figure, unit, value, value === null ? 'unseen' : judge(value), reference);
}

/** A change, with what it takes and what it allows. */
export const remedyOf = (
  action: Remedy['action'],
  from: number | null,
  to: number | null,
  allowsPerSecond: number | null = null,
): Remedy => ({ action, from, to, allowsPerSecond });

/** Kinds that say what a server can do no more than; the others are the matter with it whatever it can do. */
const LIMITS: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'poolSlots',
  'eventLoopBlocked',
  'cpuSaturated',
  'unevenConnections',
  'acceptQueue',
  'offeredLoad',
  'generatorSaturated',
  'externalWait',
]);

export const isLimit = ({ kind }: Finding): boolean => LIMITS.has(kind);

/** Neither is the matter with a server: its clients ask for no more, or nobody can tell. */
export const isTrouble = ({ kind }: Finding): boolean => kind !== 'offeredLoad' && kind !== 'undetermined';
