import { levelColumns, UNKNOWN, type Column, type FigureTable } from './figure-table.ts';
import { countText, figureText } from './figure-text.ts';
import type { PublishedFigures } from './published-figures.ts';
import type { RowFigures, RunRow, RunTable } from './run-table.ts';
import { timeUnitOf, type TimeUnit } from './time-unit.ts';

interface ColumnPlan {
  readonly group: string | null;
  readonly header: string;
  readonly tone: 'plain' | 'published';
  readonly cell: (row: RunRow) => string | null;
}

/** Marks a row that has an invalid trial. */
const INVALID_MARK = '!';
const OURS = 'ours';
const ALL = 'all';
const PUBLISHED = 'published';

/** The two tables of a run: what came back and how fast, and how long it took. */
export function figureTables(table: RunTable): FigureTable[] {
  const keys = keyColumns(table);
  const unit = timeUnitOf(table);
  return [
    { title: 'Requests and throughput', keys, columns: columnsOf(throughputPlans(table), table) },
    {
      title: `Response times in ${unit.name}`,
      keys,
      columns: columnsOf(responseTimePlans(table, unit), table),
    },
  ];
}

/** The levels of each condition, and a mark where a trial of it is invalid. */
export function keyColumns({ rows }: RunTable): Column[] {
  const levels = levelColumns(rows.map(({ condition }) => condition));
  const marks = rows.map((row) => (row.invalid.length > 0 ? INVALID_MARK : ''));
  if (marks.every((mark) => mark === '')) return levels;
  return [{ group: null, header: '', align: 'left', tone: 'mark', cells: marks }, ...levels];
}

function throughputPlans({ run, rows }: RunTable): ColumnPlan[] {
  const rates = 'requests/s';
  // An even number of trials is said once, below the tables.
  const isUneven = run.plan.replicates > 1 && new Set(rows.map((row) => row.trials)).size > 1;
  const trials: ColumnPlan = {
    group: null,
    header: 'trials',
    tone: 'plain',
    cell: (row) => countText(row.trials),
  };
  return [
    ...(isUneven ? [trials] : []),
    measured('completed', OURS, ({ completed }) => countText(completed)),
    published('completed', ({ completed }) => countText(completed)),
    measured(rates, 'observed', ({ observedPerSecond }) => figureText(observedPerSecond)),
    measured(rates, 'steady', ({ steadyPerSecond }) =>
      steadyPerSecond === null ? null : figureText(steadyPerSecond),
    ),
    published(rates, ({ completedPerSecond }) => figureText(completedPerSecond)),
    measured('in flight', 'at end', ({ inFlightAtEnd }) => maybeCountText(inFlightAtEnd)),
  ];
}

function responseTimePlans(table: RunTable, unit: TimeUnit): ColumnPlan[] {
  const time = (ms: number): string => figureText(ms / unit.ms);
  const known = (ms: number | null, beyondMs: number | null): string | null => {
    if (ms !== null) return time(ms);
    return beyondMs === null ? null : `>${time(beyondMs)}`;
  };
  const isAnyLate = table.rows.some(({ figures }) => (figures?.completedLate ?? 0) > 0);
  const isAnyFailed = table.rows.some(({ figures }) => (figures?.failed ?? 0) > 0);
  const isAnyError = table.rows.some(({ figures }) => (figures?.statusErrors ?? 0) > 0);
  const onTime = measured('mean', 'on time', (figures) => known(figures.onTimeMeanMs, figures.beyondMs));
  const failed = measured(null, 'failed', (figures) => countText(figures.failed));
  const statusErrors = measured('status', '≥400', (figures) => maybeCountText(figures.statusErrors));
  return [
    measured(null, 'p50', (figures) => known(figures.p50Ms, figures.p50BeyondMs)),
    measured(null, 'p99', (figures) => known(figures.p99Ms, figures.p99BeyondMs)),
    measured('mean', ALL, (figures) => known(figures.meanMs, figures.beyondMs)),
    ...(isAnyLate || hasPublished(table) ? [onTime] : []),
    published('mean', ({ meanMs }) => time(meanMs)),
    measured(tardyWord(table), OURS, ({ completedLate, timedOut }) =>
      completedLate === null ? null : countText(completedLate + timedOut),
    ),
    published(tardyWord(table), ({ late }) => countText(late)),
    ...(isAnyFailed ? [failed] : []),
    ...(isAnyError ? [statusErrors] : []),
  ];
}

/** Late ones are waited for and timed-out ones are not; a run seldom has both. */
function tardyWord({ rows }: RunTable): string {
  const isAny = (name: 'completedLate' | 'timedOut'): boolean =>
    rows.some(({ figures }) => (figures?.[name] ?? 0) > 0);
  if (!isAny('timedOut')) return 'late';
  return isAny('completedLate') ? 'late or timed out' : 'timed out';
}

const maybeCountText = (count: number | null): string | null => (count === null ? null : countText(count));

const hasPublished = ({ rows }: RunTable): boolean => rows.some((row) => row.published !== null);

function measured(
  group: string | null,
  header: string,
  text: (figures: RowFigures) => string | null,
): ColumnPlan {
  return { group, header, tone: 'plain', cell: (row) => row.figures && text(row.figures) };
}

function published(group: string, text: (figures: PublishedFigures) => string): ColumnPlan {
  return {
    group,
    header: PUBLISHED,
    tone: 'published',
    cell: (row) => row.published && text(row.published),
  };
}

/** Fills the columns in; those for published figures stand only where there are some. */
function columnsOf(plans: readonly ColumnPlan[], table: RunTable): Column[] {
  const shown = plans.filter(({ tone }) => tone !== 'published' || hasPublished(table));
  return shown.map(({ group, header, tone, cell }) => ({
    ...titleOf(group, header, shown),
    tone,
    align: 'right',
    cells: table.rows.map((row) => cell(row) ?? UNKNOWN),
  }));
}

/** A column that its group has been left to alone takes the group's name. */
function titleOf(
  group: string | null,
  header: string,
  shown: readonly ColumnPlan[],
): Pick<Column, 'group' | 'header'> {
  const isAlone = shown.filter((plan) => plan.group === group).length === 1;
  return isAlone && group !== null && (header === OURS || header === ALL)
    ? { group: null, header: group }
    : { group, header };
}
