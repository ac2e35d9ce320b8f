import type { ConcurrencyModel } from '../../../queueing/concurrency/concurrency-fit-schema.ts';
import type { EndpointSweep } from '../../../queueing/sweep-record.ts';
import type { StoredRun } from '../../../samples/run-record.ts';
import { countedNoun, countText, rateText, timeText } from '../../figure-text.ts';
import { sweepTitle } from '../../sweep-sentences.ts';
import { sweepTable } from '../../sweep-table.ts';
import { bothWidths, type Chart, type LegendEntry } from '../chart.ts';
import { areaEntry, dotEntry, lineEntry } from '../legend.ts';
import { FAINT, INK, MUTED, PAPER } from '../palette.ts';
import type { Pencil } from '../pencil.ts';
import { drawConnectionsSweep, type ConnectionsSweep } from './connections-drawing.ts';
import { curveStroke } from './curve-stroke.ts';
import { slotsBand, sweepBounds, sweepCurves } from './sweep-curves.ts';
import { sweptTrials } from './swept-trials.ts';

/** Throughput and response time of one endpoint under more and more connections, with what explains them. */
export function connectionsSweepChart(
  sweep: EndpointSweep,
  name: string,
  { trials }: StoredRun,
  pencil: Pencil,
): Chart | undefined {
  const drawn: ConnectionsSweep = {
    trials: sweptTrials(trials, sweep.endpoint).filter(({ perSecond }) => perSecond > 0),
    curves: sweepCurves(sweep),
    band: slotsBand(sweep),
    bounds: sweepBounds(sweep),
    knee: sweep.knee?.connections ?? null,
  };
  if (drawn.trials.length === 0) return undefined;
  return {
    name,
    title: sweepTitle(sweep),
    explanation: explanationOf(sweep, drawn),
    alternative: `Throughput and mean response time of ${sweep.endpoint} over connections. ${wordsOf(sweep)}.`,
    legend: legendOf(drawn),
    svg: bothWidths((width) => drawConnectionsSweep(drawn, width, pencil)),
    table: { ...sweepTable(sweep), title: `${sweep.endpoint} under each number of connections` },
  };
}

function explanationOf({ knee }: EndpointSweep, { trials, curves, bounds }: ConnectionsSweep): string {
  const parts = [
    'A dot is a trial: above its throughput, below the mean of its response times, which lies under the curve where a short trial began with all slots free.',
    ...(trials.some(({ isUsed }) => !isUsed) ? ['A cross is a trial that was left out.'] : []),
    ...(bounds === null
      ? []
      : ['Between the asymptotic bounds requests either wait for nothing, or keep busy all that there is.']),
    ...(curves.length > 0 ? ["Below, a curve is Little's law: connections over throughput."] : []),
    ...(knee === null ? [] : ['Right of the knee more connections only wait longer.']),
  ];
  return parts.join(' ');
}

const wordsOf = ({ points }: EndpointSweep): string =>
  points
    .map(({ connections, throughputPerSecond: { estimate }, meanResponseTimeMs: mean }) =>
      [
        `${countedNoun(connections, 'connection')}: ${estimate === null ? 'unknown' : rateText(estimate)}`,
        ...(mean === null ? [] : [`in ${timeText(mean)}`]),
      ].join(' '),
    )
    .join('; ');

const CURVE_NAMES: Readonly<Record<ConcurrencyModel['model'], string>> = {
  slots: 'slots',
  cpu: 'processors',
  contention: 'contention (USL)',
  none: 'no ceiling',
};

function legendOf({ trials, curves, band, bounds, knee }: ConnectionsSweep): LegendEntry[] {
  const spoilt = trials.filter(({ isUsed }) => !isUsed).length;
  return [
    dotEntry('a trial', INK, PAPER),
    ...(spoilt === 0
      ? []
      : [
          {
            label: `left out (${countText(spoilt)})`,
            mark: `<path d="M7,2L17,12M17,2L7,12" stroke="${MUTED}" stroke-width="2" fill="none"/>`,
          },
        ]),
    ...curves.map(({ name, isConcluded }, place) => {
      const { stroke, strokeDasharray } = curveStroke(place, isConcluded);
      return lineEntry(
        `${CURVE_NAMES[name]}, ${isConcluded ? 'as concluded' : 'fitted'}`,
        stroke,
        strokeDasharray,
      );
    }),
    ...(band === null ? [] : [areaEntry('95 % interval', FAINT)]),
    ...(bounds === null ? [] : [lineEntry('asymptotic bounds', MUTED, '1 3')]),
    ...(knee?.estimate == null ? [] : [lineEntry('knee', INK, '4 3')]),
  ];
}
