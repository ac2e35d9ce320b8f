import { conditionText } from '../../src/report/figure-text.ts';
import { departuresFromPublished, publishedCount } from '../../test/support/published-experiment.ts';
import type { Findings } from '../findings.ts';
import { markdownTable } from '../markdown-table.ts';
import { atMost } from '../verdict.ts';
import { runDefaultPlan } from './default-plan-run.ts';
import { jobsText } from './equivalence.ts';

/** What the published experiment takes one trial at a time is more than this. */
const SECONDS_ASKED = 180;

/** Repeats the published experiment to the letter, with as many trials at once as may be. */
export function measureFullLength(): Findings {
  const run = runDefaultPlan(['--jobs=auto']);
  const { trials } = run.stored;
  const departures = departuresFromPublished(run.stored);
  return {
    text: [
      `The published experiment at its full length with \`--jobs auto\` took ${run.seconds.toFixed(0)} s. ${jobsText([run])}`,
      markdownTable(
        ['condition', 'completed', 'published', 'late', 'mean, s'],
        trials.map((trial) => [
          conditionText(trial.condition),
          String(trial.ledger.completed),
          String(publishedCount(trial)),
          String(trial.ledger.completedLate),
          ((trial.responseTimeMs.observed.mean ?? NaN) / 1_000).toFixed(2),
        ]),
      ),
      ...departures.map((departure) => `- ${departure}`),
    ].join('\n\n'),
    verdicts: [
      {
        figure: 'departures from the published experiment',
        reached: departures.length,
        asked: atMost(0, '', 0),
      },
      { figure: 'the whole run', reached: run.seconds, asked: atMost(SECONDS_ASKED, ' s', 0) },
    ],
  };
}
