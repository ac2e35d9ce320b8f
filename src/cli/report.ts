import { Command, Option } from 'commander';
import { UserError } from '../errors.ts';
import { runCsv } from '../report/run-csv.ts';
import { runJson } from '../report/run-json.ts';
import { runMarkdown } from '../report/run-markdown.ts';
import { runTerminal } from '../report/run-terminal.ts';
import { trialText } from '../report/trial-text.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import type { SavedRecord } from '../store/record-file.ts';
import { findRecord } from './find-record.ts';
import { storeOption } from './store-option.ts';
import { wantsColor } from './terminal.ts';

const FORMATS = ['text', 'md', 'json', 'csv'] as const;

interface ReportFlags {
  format: (typeof FORMATS)[number];
  store: string;
}

export function reportCommand(): Command {
  return new Command('report')
    .description('Show a run again, from the store or from a file; nothing is measured.')
    .argument('[run]', "a run's id, or a file that --json wrote (default: the last run)")
    .addOption(new Option('--format <format>', 'how to show it').choices(FORMATS).default('text'))
    .addOption(storeOption())
    .addHelpText(
      'after',
      `
Examples:
  loadstone report                          the last run
  loadstone report --format csv > run.csv   one row a trial
  loadstone report results.json             what \`run --json\` or \`load --json\` saved`,
    )
    .action(report);
}

function report(source: string | undefined, flags: ReportFlags): void {
  process.stdout.write(render(findRecord(source, flags.store), flags.format));
}

function render(record: SavedRecord, format: ReportFlags['format']): string {
  return record.kind === 'trial' ? renderTrial(record.trial, format) : renderRun(record.stored, format);
}

function renderTrial(trial: TrialRecord, format: ReportFlags['format']): string {
  switch (format) {
    case 'text':
      return trialText(trial, { color: wantsColor(process.stdout) });
    case 'json':
      return `${JSON.stringify(trial, null, 2)}\n`;
    case 'md':
    case 'csv':
      throw new UserError({
        what: `one trial is not shown as ${format}, only a run is`,
        where: '--format',
        remedy: 'Ask for text or json, or name a run or a file that `run --json` wrote',
      });
  }
}

function renderRun(stored: StoredRun, format: ReportFlags['format']): string {
  switch (format) {
    case 'text':
      return runTerminal(stored, { color: wantsColor(process.stdout) });
    case 'md':
      return runMarkdown(stored);
    case 'json':
      return runJson(stored);
    case 'csv':
      return runCsv(stored);
  }
}
