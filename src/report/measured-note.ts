import type { MeasuredSource } from '../queueing/prediction/measured-server.ts';
import { countText, rangeOf, rangeText } from './figure-text.ts';

/** Where the service times are from, over the conditions that are predicted. */
export function measuredNote(run: string, sources: readonly MeasuredSource[]): string {
  const parts = (['telemetry', 'responseTimes', 'plan'] as const).flatMap((from) => {
    const own = sources.filter((source) => source.from === from);
    if (own.length === 0) return [];
    const where =
      own.length === sources.length
        ? ''
        : ` in ${countText(own.length)} of ${countText(sources.length)} conditions`;
    return [`${TEXTS[from](rangeText(rangeOf(own.map(({ count }) => count)), countText))}${where}`];
  });
  return `Service times as measured in run ${run}: ${parts.join('; ')}.`;
}

const TEXTS: Readonly<Record<MeasuredSource['from'], (count: string) => string>> = {
  telemetry: (count) => `${count} that the workers counted themselves`,
  responseTimes: (count) => `${count} response times of trials in which nothing had to wait`,
  plan: () => 'none, so that the hold is what the plan says',
};
