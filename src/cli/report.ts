import { Command, Option } from 'commander';
import { UserError } from '../errors.ts';
import { reportPage } from '../report/html/report-page.ts';
import { trialPage } from '../report/html/trial-page.ts';
import { runCsv } from '../report/run-csv.ts';
import { runJson } from '../report/run-json.ts';
import { runMarkdown } from '../report/run-markdown.ts';
import { runTerminal } from '../report/run-terminal.ts';
import { trialMarkdown } from '../report/trial-markdown.ts';
import { trialText } from '../report/trial-text.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import type { SavedRecord } from '../store/record-file.ts';
import { findRecord } from './find-record.ts';
import { askedFormat, deliver, refuseTerminal, reportPlace } from './report-file.ts';
import { storeOption } from './store-option.ts';
import { wantsColor } from './terminal.ts';

const FORMATS = ['text', 'html', 'md', 'json', 'csv'] as const;
type Format = (typeof FORMATS)[number];

interface ReportFlags {
  format?: Format;
  out?: string;
  open?: boolean;
  store: string;
}

export function reportCommand(): Command {
  return new Command('report')
    .description('Show a run again, from the store or from a file; nothing is measured.')
    .argument('[run]', "a run's id, a file that --json wrote, or a saved report (default: the last run)")
    .addOption(
      new Option('--format <format>', 'how to show it (default: text, with --open html)').choices(FORMATS),
    )
    .option('-o, --out <file>', 'write it there instead of printing it')
    .option('--open', 'write it as HTML, and open that in the browser')
    .addOption(storeOption())
    .addHelpText(
      'after',
      `
Examples:
  loadstone report                          the last run
  loadstone report --open                   the same with charts, as one file to keep or to mail
  loadstone report --format html --out report.html
  loadstone report report.html              such a file holds the run itself
  loadstone report --format md >> $GITHUB_STEP_SUMMARY
  loadstone report --format csv > run.csv   one row a trial
  loadstone report trial.json --open        one trial, as \`load --json\` saved it
  loadstone report results.json             what \`run --json\` or \`load --json\` saved`,
    )
    .action(report);
}

async function report(source: string | undefined, flags: ReportFlags): Promise<void> {
  const format = askedFormat(flags, { otherwise: 'text', opened: 'html' });
  const record = findRecord(source, flags.store);
  const file = placeOf(record, format, flags);
  const text = await render(record, format);
  await deliver(text, file, { isOpened: flags.open === true });
}

/** @returns undefined where it is to be printed */
function placeOf(record: SavedRecord, format: Format, { out, open, store }: ReportFlags): string | undefined {
  if (out !== undefined) return out;
  if (open === true) return reportPlace(store, nameOf(record));
  if (format === 'html') refuseTerminal();
  return undefined;
}

const nameOf = (record: SavedRecord): string =>
  record.kind === 'run' ? record.stored.run.id : `trial-${record.trial.startedAt}`;

async function render(record: SavedRecord, format: Format): Promise<string> {
  return record.kind === 'trial' ? renderTrial(record.trial, format) : renderRun(record.stored, format);
}

async function renderTrial(trial: TrialRecord, format: Format): Promise<string> {
  switch (format) {
    case 'text':
      return trialText(trial, { color: wantsColor(process.stdout) });
    case 'html':
      return trialPage(trial);
    case 'md':
      return trialMarkdown(trial);
    case 'json':
      return `${JSON.stringify(trial, null, 2)}\n`;
    case 'csv':
      throw new UserError({
        what: 'one trial is not shown as csv, only a run is',
        where: '--format',
        remedy: 'Ask for another format, or name a run or a file that `run --json` wrote',
      });
  }
}

async function renderRun(stored: StoredRun, format: Format): Promise<string> {
  switch (format) {
    case 'text':
      return runTerminal(stored, { color: wantsColor(process.stdout) });
    case 'html':
      return reportPage(stored);
    case 'md':
      return runMarkdown(stored);
    case 'json':
      return runJson(stored);
    case 'csv':
      return runCsv(stored);
  }
}
