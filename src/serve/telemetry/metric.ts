export type Labels = Readonly<Record<string, string | number>>;

/** One value of a metric. */
export interface MetricSample {
  readonly labels: Labels;
  readonly value: number;
  /** Of a histogram: the metric's name with a suffix. */
  readonly metricName?: string;
}

/** A metric as Prometheus has it. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly values: readonly MetricSample[];
}
