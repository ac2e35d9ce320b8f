import { decodeFromCompressedBase64, JsHistogram } from 'hdr-histogram-js';
import type { Labels, MetricSample } from './metric.ts';

/** In µs: from what a handler that does nothing takes to the longest that clients commonly wait. */
const BOUNDS = [
  100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
  5_000_000, 10_000_000, 15_000_000, 30_000_000, 60_000_000,
];

/**
 * The buckets, sum and count of a histogram of Prometheus', from a HdrHistogram. Durations in a bucket of the latter
 * that a bound parts count as within it; those are 0.1 % wide.
 */
export function histogramSamples(name: string, labels: Labels, encoded: string): MetricSample[] {
  const histogram = decodeFromCompressedBase64(encoded, 64);
  // Decoded without WebAssembly it is always one; the type does not say so.
  if (!(histogram instanceof JsHistogram)) throw new Error('the histogram was decoded into WebAssembly');
  const [samples, bounds] = [[] as MetricSample[], BOUNDS.values()];
  let [bound, count, sum] = [bounds.next(), 0, 0];
  for (let index = 0; index < histogram.countsArrayLength; index++) {
    const value = histogram.valueFromIndex(index);
    for (; !bound.done && value > bound.value; bound = bounds.next())
      samples.push({
        labels: { ...labels, le: bound.value / 1e6 },
        value: count,
        metricName: `${name}_bucket`,
      });
    const here = histogram.getCountAtIndex(index);
    if (here === 0) continue;
    count += here;
    sum += here * histogram.medianEquivalentValue(value);
  }
  return [
    ...samples,
    { labels: { ...labels, le: '+Inf' }, value: count, metricName: `${name}_bucket` },
    { labels, value: sum / 1e6, metricName: `${name}_sum` },
    { labels, value: count, metricName: `${name}_count` },
  ];
}
