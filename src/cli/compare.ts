import { Command, Option } from 'commander';
import { UserError } from '../errors.ts';
import { comparisonMarkdown } from '../report/comparison-markdown.ts';
import { comparisonTerminal } from '../report/comparison-terminal.ts';
import { comparisonPage } from '../report/html/comparison-page.ts';
import type { Comparison } from '../samples/comparison.ts';
import type { StoredRun } from '../samples/run-record.ts';
import { compareInterleaved, compareRuns } from '../statistics/compare-runs.ts';
import { findRun } from './find-record.ts';
import { failOnOption, gateExitCode, marginOption, type GateFlags } from './gate-options.ts';
import { askedFormat, deliver, refuseTerminal, reportPlace } from './report-file.ts';
import { storeOption } from './store-option.ts';
import { wantsColor } from './terminal.ts';

const FORMATS = ['text', 'html', 'md', 'json'] as const;
type Format = (typeof FORMATS)[number];

interface CompareFlags extends GateFlags {
  format?: Format;
  out?: string;
  open?: boolean;
  store: string;
}

export function compareCommand(): Command {
  return new Command('compare')
    .description('Compare two runs condition by condition: faster, slower, equivalent or inconclusive.')
    .argument(
      '[run-a]',
      "a run's id, or a file that --json wrote: what is compared with (default: the last run)",
    )
    .argument('[run-b]', 'what is compared; left out: the two servers that run-a measured in turn')
    .addOption(marginOption())
    .addOption(failOnOption())
    .addOption(
      new Option('--format <format>', 'how to show it (default: text, with --open html)').choices(FORMATS),
    )
    .option('-o, --out <file>', 'write it there instead of printing it')
    .option('--open', 'write it as HTML, and open that in the browser')
    .addOption(storeOption())
    .addHelpText('after', HELP)
    .action(compare);
}

const HELP = `
Compared are the steady throughput and the mean response time, by the ratio of their geometric
means over the valid trials, with its 95 % interval; counts are not, as they move by whole batches.
It takes two trials a condition, and five tell far more: loadstone run --replicates 5

Exit codes with --fail-on slower: 0 no condition is slower, 1 one is, 3 that cannot be ruled out
(a condition is inconclusive or gone, or the two were not measured alike).

Examples:
  loadstone run --replicates 5 --time-scale 0.1 --json main.json
  loadstone compare main.json pr.json --fail-on slower --margin 5%
  loadstone compare 20261126-101500-1f3a 20261126-104500-77c0 --format md
  loadstone compare main.json pr.json --format html --out comparison.html
  loadstone run --command 'old {port}' --interleave-with 'new {port}' --replicates 5
  loadstone compare                     the two servers of that run, again`;

async function compare(
  sourceA: string | undefined,
  sourceB: string | undefined,
  flags: CompareFlags,
): Promise<void> {
  const format = askedFormat(flags, { otherwise: 'text', opened: 'html' });
  const comparison = comparisonOf(sourceA, sourceB, flags);
  const file = placeOf(comparison, format, flags);
  const text = await render(comparison, format);
  if (flags.failOn !== undefined) process.exitCode = gateExitCode(comparison);
  await deliver(text, file, { isOpened: flags.open === true });
}

/** @returns undefined where it is to be printed */
function placeOf(
  { a, b }: Comparison,
  format: Format,
  { out, open, store }: CompareFlags,
): string | undefined {
  if (out !== undefined) return out;
  if (open === true) return reportPlace(store, a.run === b.run ? `${a.run}-compared` : `${a.run}-${b.run}`);
  if (format === 'html') refuseTerminal();
  return undefined;
}

function comparisonOf(
  sourceA: string | undefined,
  sourceB: string | undefined,
  { margin, store }: CompareFlags,
): Comparison {
  const a = findRun(sourceA, store);
  if (sourceB === undefined) return interleaved(a, margin);
  const comparison = compareRuns(a, findRun(sourceB, store), margin);
  if (comparison.conditions.length > 0) return comparison;
  throw new UserError({
    what: 'the two runs have no condition in common',
    where: `${sourceA} and ${sourceB}`,
    remedy: 'Compare runs of the same plan',
  });
}

function interleaved(stored: StoredRun, margin: number): Comparison {
  const comparison = compareInterleaved(stored, margin);
  if (comparison !== undefined) return comparison;
  throw new UserError({
    what: 'this run measured nothing in turn that could be compared',
    where: `run ${stored.run.id}`,
    remedy: 'Name a second run, or measure two servers in turn: loadstone run --interleave-with',
  });
}

async function render(comparison: Comparison, format: Format): Promise<string> {
  switch (format) {
    case 'text':
      return comparisonTerminal(comparison, { color: wantsColor(process.stdout) });
    case 'html':
      return comparisonPage(comparison);
    case 'md':
      return comparisonMarkdown(comparison);
    case 'json':
      return `${JSON.stringify(comparison, null, 2)}\n`;
  }
}
