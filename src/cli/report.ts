import { Command, Option } from 'commander';
import { UserError } from '../errors.ts';
import { reportPage } from '../report/html/report-page.ts';
import { runCsv } from '../report/run-csv.ts';
import { runJson } from '../report/run-json.ts';
import { runMarkdown } from '../report/run-markdown.ts';
import { runTerminal } from '../report/run-terminal.ts';
import { trialText } from '../report/trial-text.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import type { SavedRecord } from '../store/record-file.ts';
import { findRecord } from './find-record.ts';
import { openFile } from './open-file.ts';
import { reportPlace, writeReport } from './report-file.ts';
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
  loadstone report results.json             what \`run --json\` or \`load --json\` saved`,
    )
    .action(report);
}

async function report(source: string | undefined, flags: ReportFlags): Promise<void> {
  const format = formatOf(flags);
  const record = findRecord(source, flags.store);
  const file = placeOf(record, format, flags);
  const text = await render(record, format);
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  writeReport(file, text);
  process.stdout.write(`${file}\n`);
  if (flags.open === true) await openFile(file);
}

function formatOf({ format, open }: ReportFlags): Format {
  if (open !== true) return format ?? 'text';
  if (format === undefined || format === 'html') return 'html';
  throw new UserError({
    what: `what is opened is HTML, and ${format} was asked for`,
    where: `--open --format ${format}`,
    remedy: 'Leave one of the two out',
  });
}

/** @returns undefined where it is to be printed */
function placeOf(record: SavedRecord, format: Format, { out, open, store }: ReportFlags): string | undefined {
  if (out !== undefined) return out;
  if (open === true && record.kind === 'run') return reportPlace(store, record.stored.run.id);
  if (format !== 'html' || !process.stdout.isTTY) return undefined;
  throw new UserError({
    what: 'a page of HTML is nothing for a terminal',
    where: '--format html',
    remedy: 'Give --out report.html, or --open',
  });
}

async function render(record: SavedRecord, format: Format): Promise<string> {
  return record.kind === 'trial' ? renderTrial(record.trial, format) : renderRun(record.stored, format);
}

function renderTrial(trial: TrialRecord, format: Format): string {
  switch (format) {
    case 'text':
      return trialText(trial, { color: wantsColor(process.stdout) });
    case 'json':
      return `${JSON.stringify(trial, null, 2)}\n`;
    case 'html':
    case 'md':
    case 'csv':
      throw new UserError({
        what: `one trial is not shown as ${format}, only a run is`,
        where: '--format',
        remedy: 'Ask for text or json, or name a run or a file that `run --json` wrote',
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
