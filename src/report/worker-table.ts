import { levelColumns, plainColumn, type Column, type FigureTable } from './figure-table.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { trialsByCondition } from '../samples/condition-trials.ts';
import { heldBy } from '../diagnosis/closed-loop-law.ts';
import { measuredConditions, type MeasuredCondition } from './facts/measured-condition.ts';
import { countText } from './figure-text.ts';
import { isUnevenlySpread, workerConnections } from '../samples/worker-connections.ts';

/** One trial of a server with several workers. */
interface WorkerRow {
  /** The place of its condition in the run, from 1. */
  readonly place: number;
  readonly trial: TrialRecord;
  /** The most first. */
  readonly connections: readonly number[];
  /** How many of its connections find a slot at once; null where its requests take none, or nobody says. */
  readonly heldAtOnce: number | null;
  readonly batches: number | null;
}

/** How a row is told from others: by its levels, or by the number of its condition where those are too wide. */
export type RowKeys = 'levels' | 'numbers';

/** More workers than this are not listed each. */
const LISTED_WORKERS = 8;
/**
 * Trial by trial, how the connections were spread over the workers, and how many requests that lets through.
 * @returns undefined where it was not seen, or all were spread evenly
 */
export function workerTable(stored: StoredRun, rowKeys: RowKeys): FigureTable | undefined {
  const rows = workerRows(stored);
  if (!rows.some(({ connections }) => isUnevenlySpread(connections))) return undefined;
  const isKnown = rows.some(({ heldAtOnce }) => heldAtOnce !== null);
  return {
    title: 'Connections that each worker had',
    keys: keyColumns(stored, rows, rowKeys),
    columns: [
      plainColumn('connections', rows.map(connectionsText)),
      ...(isKnown ? knownColumns(rows) : []),
      plainColumn(
        'completed',
        rows.map(({ trial }) => countText(trial.ledger.completed)),
      ),
    ],
  };
}

/** What follows from how they were spread, before what came of it. */
function knownColumns(rows: readonly WorkerRow[]): Column[] {
  const expected = rows.map(({ heldAtOnce, batches }) =>
    heldAtOnce === null || batches === null ? null : heldAtOnce * batches,
  );
  return [
    plainColumn(
      'with a slot',
      rows.map(({ heldAtOnce }) => maybeText(heldAtOnce)),
    ),
    ...(expected.every((count) => count === null) ? [] : [plainColumn('expected', expected.map(maybeText))]),
  ];
}

function workerRows(stored: StoredRun): WorkerRow[] {
  const measured = measuredConditions(stored);
  return trialsByCondition(stored).flatMap(({ condition, valid, invalid }, index) => {
    const own = measured.find((one) => one.condition === condition);
    const slots = own !== undefined && takesSlots(own, measured) ? (own.law?.slotsAWorker ?? null) : null;
    return [...valid, ...invalid].flatMap((trial): WorkerRow[] => {
      const connections = workerConnections(trial);
      if (connections === undefined || connections.length < 2) return [];
      const heldAtOnce = slots === null ? null : Math.round(heldBy(connections, slots));
      return [{ place: index + 1, trial, connections, heldAtOnce, batches: own?.law?.batches ?? null }];
    });
  });
}

/** An endpoint takes slots where anything shows it to be held by them. */
function takesSlots({ endpoint, law }: MeasuredCondition, all: readonly MeasuredCondition[]): boolean {
  return all.some(
    (other) =>
      other.endpoint === endpoint &&
      other.law?.workerClass === law?.workerClass &&
      (other.limitedBy === 'slots' || other.limitedBy === 'unevenConnections'),
  );
}

function keyColumns({ run }: StoredRun, rows: readonly WorkerRow[], rowKeys: RowKeys): Column[] {
  const condition =
    rowKeys === 'levels'
      ? levelColumns(rows.map(({ trial }) => trial.condition))
      : [
          plainColumn(
            '#',
            rows.map(({ place }) => String(place)),
          ),
        ];
  const replicates = rows.map(({ trial }) => countText(trial.order.replicate));
  return run.plan.replicates > 1 ? [...condition, plainColumn('replicate', replicates)] : condition;
}

/** `77 16 6 1`; of very many workers the first, and the range of the others. */
function connectionsText({ connections }: WorkerRow): string {
  const texts = connections.map((count) => countText(Math.round(count)));
  const others = texts.slice(LISTED_WORKERS);
  const listed = texts.slice(0, LISTED_WORKERS).join(' ');
  return others.length === 0 ? listed : `${listed} … ${others.at(-1)} (${texts.length} workers)`;
}

const maybeText = (count: number | null): string => (count === null ? '-' : countText(count));
