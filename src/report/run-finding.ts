/** Something that a run shows, as a report tells it. */
export interface RunFinding {
  readonly topic: FindingTopic;
  readonly statement: string;
  /** Figures that show it, each a few words. */
  readonly evidence: readonly string[];
  /** What would mend it; null: nothing, or nothing is known. */
  readonly remedy: string | null;
}

export type FindingTopic = 'trouble' | 'limits' | 'effects' | 'reading';

/** The topics in the order of a report, with their headings. */
export const FINDING_TOPICS: Readonly<Record<FindingTopic, string>> = {
  trouble: 'What is the matter',
  limits: 'What limits the throughput',
  effects: 'What the factors do',
  reading: 'What to know of the figures',
};
