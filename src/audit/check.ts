import type { StatedFigure } from './stated-figure.ts';
import type { QUOTIENTS } from './stated-result.ts';

/** The laws that a result is held against. */
export type Law =
  | 'connectionTime'
  | 'responseTime'
  | 'order'
  | 'spread'
  | 'meanAndQuantiles'
  | 'emptySample'
  | 'tail'
  | 'conservation'
  | 'sameCounts'
  | (typeof QUOTIENTS)[number];

/** What a figure is counted in. */
export type Unit =
  | 'ms'
  | 'requests'
  | 'connections'
  | 'virtualUsers'
  | 'perSecond'
  | 'share'
  | 'bytes'
  | 'bytesPerSecond';

/** A figure of a check, with the range in which its digits leave it. */
export interface CheckFigure extends Omit<StatedFigure, 'most'> {
  readonly name: string;
  readonly unit: Unit;
  /** Null: there is no upper end. */
  readonly most: number | null;
}

/** What is no break of a law, and still misleads who reads the table. */
export interface Bias {
  readonly kind:
    | 'inFlightAtEnd'
    | 'betweenRequests'
    | 'throughputTooLow'
    | 'rateOverLess'
    | 'unansweredInRate'
    | 'unansweredNotInLatency'
    | 'unansweredInLatency'
    | 'maximumIsTimeout';
  /** Of the whole that it is a share of, in percent: what is missing or too much. Null where it has no size. */
  readonly percent: number | null;
  /** atMost: what is not known can only make it smaller. */
  readonly bound: 'atMost' | null;
}

/** One law, held against one result. */
export interface Check {
  readonly law: Law;
  /** broken: no figures that round to the printed ones can obey it. */
  readonly state: 'holds' | 'broken' | 'cannotTell';
  /** Which of its cases it is, for whoever puts it into words. */
  readonly finding: Finding | null;
  readonly figures: readonly CheckFigure[];
  /** What would have to be known, where it cannot be told. */
  readonly missing: readonly string[];
  readonly bias: Bias | null;
}

export type Finding =
  /** More connection time is used than there is. */
  | 'moreThanThereIs'
  /** The mean leaves out late responses that are among the completed. */
  | 'lateLeftOut'
  /** Connection time is missing that nothing in flight explains. */
  | 'unexplained'
  /** More responses a second than connections that wait for theirs can have. */
  | 'fasterThanTheLoop'
  | 'doesNotDivide'
  | 'outOfOrder'
  | 'deviationTooLarge'
  | 'medianTooFar'
  | 'meanOutsideQuantiles'
  | 'figuresOfNothing'
  | 'quantilesOfSurvivors'
  | 'doesNotBalance'
  | 'countsDiffer';

/** A check that found nothing. */
export const holds = (law: Law, figures: readonly CheckFigure[] = [], bias: Bias | null = null): Check => ({
  law,
  state: 'holds',
  finding: null,
  figures,
  missing: [],
  bias,
});

export const broken = (
  law: Law,
  finding: Finding,
  figures: readonly CheckFigure[],
  bias: Bias | null = null,
): Check => ({ law, state: 'broken', finding, figures, missing: [], bias });

export const cannotTell = (
  law: Law,
  missing: readonly string[],
  figures: readonly CheckFigure[] = [],
): Check => ({ law, state: 'cannotTell', finding: null, figures, missing, bias: null });

export const figure = (
  name: string,
  unit: Unit,
  { value, least, most }: { value: number; least: number; most: number | null },
): CheckFigure => ({ name, unit, value, least, most });
