import pc from 'picocolors';
import type { EndpointSweep, RateSweep, SweepRecord } from '../queueing/sweep-record.ts';
import { figureText } from './figure-text.ts';
import { lineChart } from './line-chart.ts';
import { paragraph } from './paragraph.ts';
import { sweepCurve } from './sweep-curve.ts';
import { sweepFindings } from './sweep-findings.ts';
import {
  endSentence,
  modelsSentence,
  rateSentence,
  reasonSentence,
  sweepSentences,
} from './sweep-sentences.ts';
import { rateTable, sweepTable } from './sweep-table.ts';
import { bulletSection, WIDTH } from './terminal-sections.ts';
import { tableLines, type Paint } from './text-table.ts';

interface SweepLook {
  readonly color: boolean;
  /** Without the charts: their figures are in the tables. */
  readonly plain?: boolean;
}

/** What a sweep found, for a terminal of 80 columns. */
export function sweepTerminal(sweep: SweepRecord, { color, plain = false }: SweepLook): string {
  const colours = pc.createColors(color);
  const paint: SweepPaint = {
    heading: colours.bold,
    published: colours.cyan,
    warning: colours.yellow,
    point: colours.bold,
    curve: colours.cyan,
  };
  const parts = [
    ...sweep.endpoints.map((endpoint) => endpointSections(endpoint, paint, plain)),
    ...sweep.rates.map((rate) => rateSections(rate, paint)),
  ];
  const sections = parts.flat().filter((lines) => lines.length > 0);
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

interface SweepPaint extends Paint {
  readonly point: (text: string) => string;
  readonly curve: (text: string) => string;
}

function endpointSections(sweep: EndpointSweep, paint: SweepPaint, plain: boolean): string[][] {
  const [first = '', ...others] = sweepSentences(sweep);
  const { points } = sweep;
  return [
    paragraph(`${sweep.endpoint}: ${first}`, WIDTH).map(paint.heading),
    ...others.map((sentence) => paragraph(sentence, WIDTH)),
    plain ? [] : chartLines(sweep, paint),
    points.length === 0 ? [] : tableLines(sweepTable(sweep), WIDTH, paint),
    noteSection(
      [
        reasonSentence(sweep),
        ...sweepFindings(sweep),
        modelsSentence(sweep),
        endSentence(sweep.ended),
        ...sweep.notes.map(asSentence),
      ],
      paint,
    ),
  ];
}

function chartLines(sweep: EndpointSweep, paint: SweepPaint): string[] {
  return lineChart(
    {
      points: sweep.points.flatMap(({ connections, throughputPerSecond: { estimate } }) =>
        estimate === null ? [] : [{ x: connections, y: estimate }],
      ),
      curve: sweepCurve(sweep),
      mark: sweep.knee?.connections.estimate ?? null,
      xTitle: 'connections',
      yTitle: 'requests/s (●: measured, dotted: the model)',
      yText: figureText,
    },
    WIDTH,
    paint,
  );
}

function rateSections(sweep: RateSweep, paint: SweepPaint): string[][] {
  return [
    paragraph(`${sweep.endpoint}: ${rateSentence(sweep.highestPerSecond)}`, WIDTH).map(paint.heading),
    sweep.points.length === 0 ? [] : tableLines(rateTable(sweep), WIDTH, paint),
    noteSection([endSentence(sweep.ended)], paint),
  ];
}

const noteSection = (notes: readonly (string | null)[], { heading }: Paint): string[] =>
  bulletSection(
    'Notes',
    notes.filter((note) => note !== null),
    heading,
  );

const asSentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;

/** A sweep as other programs read it. */
export const sweepJson = (sweep: SweepRecord): string => `${JSON.stringify(sweep, undefined, 2)}\n`;
