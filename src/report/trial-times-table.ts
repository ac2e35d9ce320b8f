import type { CensoredResponseTime } from '../samples/censored-response-time.ts';
import type { ResponseTime } from '../samples/response-time-schema.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { plainColumn, UNKNOWN, type FigureTable } from './figure-table.ts';
import { countText, timeText } from './figure-text.ts';
import { knownTimeText } from './response-time-text.ts';

const FIGURES = ['mean', 'p50', 'p90', 'p99', 'p999'] as const;
const HEADERS: Readonly<Record<(typeof FIGURES)[number], string>> = {
  mean: 'mean',
  p50: 'p50',
  p90: 'p90',
  p99: 'p99',
  p999: 'p99.9',
};

/** Times that were counted in one way. */
interface TimesRow {
  readonly name: string;
  readonly count: string;
  readonly figures: readonly string[];
  readonly longest: string;
}

/**
 * The response times of a trial in every way they are counted, and what they are made of.
 * @returns undefined where there are none
 */
export function trialTimesTable(trial: TrialRecord): FigureTable | undefined {
  const { censored, observed, onTime, uncorrected, synthetic } = trial.responseTimeMs;
  const isWorthRepeating = trial.ledger.completedLate !== null && trial.ledger.completedLate > 0;
  const rows = [
    ...(censored === null || censored.completed === 0 ? [] : censoredRows(censored)),
    ...timesRow('answered', observed),
    ...(isWorthRepeating ? timesRow('answered on time', onTime) : []),
    ...timesRow('uncorrected', uncorrected),
    ...timesRow('synthetic', synthetic),
    ...timesRow('to the first byte', trial.timeToFirstByteMs),
    ...timesRow('awaiting a connection', trial.arrivals?.waitMs ?? null),
    ...timesRow('connecting', trial.connectTimeMs),
    ...timesRow('schedule lag', trial.scheduleLagMs),
  ];
  if (rows.length === 0) return undefined;
  const cells = (text: (row: TimesRow) => string): string[] => rows.map(text);
  return {
    title: 'Response times, and what they are made of',
    keys: [
      plainColumn(
        'times',
        cells(({ name }) => name),
        { align: 'left' },
      ),
    ],
    columns: [
      plainColumn(
        'requests',
        cells(({ count }) => count),
      ),
      ...FIGURES.map((figure, place) =>
        plainColumn(
          HEADERS[figure],
          cells(({ figures }) => figures[place] ?? UNKNOWN),
        ),
      ),
      plainColumn(
        'max',
        cells(({ longest }) => longest),
      ),
    ],
  };
}

/** Over all requests, and how sure that is. */
function censoredRows(censored: CensoredResponseTime): TimesRow[] {
  const { beyondMs, restrictedToMs, completed, unanswered } = censored;
  const estimate = (figure: (typeof FIGURES)[number]): string => {
    const text = knownTimeText(censored[figure].estimate, beyondMs);
    return figure === 'mean' && restrictedToMs !== null ? `over ${text.replace('over ', '')}` : text;
  };
  const end = (side: 'low' | 'high') => (figure: (typeof FIGURES)[number]) => {
    const { [side]: value, estimate: middle } = censored[figure];
    if (value !== null) return timeText(value);
    return middle === null && side === 'low' ? UNKNOWN : knownTimeText(null, beyondMs);
  };
  return [
    {
      name: 'all requests',
      count: countText(completed + unanswered),
      figures: FIGURES.map(estimate),
      longest: restrictedToMs === null ? UNKNOWN : `over ${timeText(restrictedToMs)}`,
    },
    { name: '95 %, from', count: '', figures: FIGURES.map(end('low')), longest: '' },
    { name: '95 %, to', count: '', figures: FIGURES.map(end('high')), longest: '' },
  ];
}

/** @returns nothing where nothing was counted so */
function timesRow(name: string, times: ResponseTime | null): TimesRow[] {
  if (times === null || times.count === 0) return [];
  const known = (ms: number | null): string =>
    ms === null && times.beyondMs === null ? UNKNOWN : knownTimeText(ms, times.beyondMs);
  return [
    {
      name,
      count: countText(times.count),
      figures: FIGURES.map((figure) => known(times[figure])),
      longest: known(times.max),
    },
  ];
}

/** What has to be known to read the table, a sentence or two each. */
export function trialTimesNotes(trial: TrialRecord): string[] {
  const { responseTimeMs, arrivals, warmUp, load } = trial;
  const { censored, synthetic, uncorrected } = responseTimeMs;
  return [
    ...(censored === null
      ? []
      : [
          'All requests: one without a response took longer than its age, and counts as that (Kaplan-Meier). Over: beyond what was seen. ' +
            'The intervals are of this trial alone; trials scatter more.',
        ]),
    ...((censored?.fromMs ?? 0) > 0 && (warmUp?.cutMs ?? 0) > 0
      ? [
          `The first ${timeText(censored?.fromMs ?? 0)} of the window, a warm-up, are left out of all requests.`,
        ]
      : []),
    ...(uncorrected === null
      ? []
      : [
          'Uncorrected: counted from the actual start, without what a request waited before it was sent, as a tool reports that omits it (coordinated omission).',
        ]),
    ...(arrivals === null && (trial.ledger.completedLate ?? 0) === 0
      ? []
      : [`On time is under ${timeText(load.timeoutMs)}; wrk's figures are of those alone.`]),
    ...(trial.scheduleLagMs === null
      ? []
      : [
          "Schedule lag is the generator's own delay, from when a request was due and a connection free to its start.",
        ]),
    ...(synthetic === null
      ? []
      : [
          `Synthetic: ${countText(synthetic.count - responseTimeMs.observed.count)} samples that nobody measured were added, as was asked with --expected-interval.`,
        ]),
  ];
}
