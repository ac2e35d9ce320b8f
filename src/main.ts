import { Command, CommanderError } from 'commander';
import { UserError } from './errors.ts';
import { VERSION } from './version.ts';

/** The verbs. Each is loaded when it is wanted: a load that is short should not pay for a server. */
const VERBS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./cli/run.ts')).runCommand(),
  serve: async () => (await import('./cli/serve.ts')).serveCommand(),
  load: async () => (await import('./cli/load.ts')).loadCommand(),
  sweep: async () => (await import('./cli/sweep.ts')).sweepCommand(),
  compare: async () => (await import('./cli/compare.ts')).compareCommand(),
  predict: async () => (await import('./cli/predict.ts')).predictCommand(),
  audit: async () => (await import('./cli/audit.ts')).auditCommand(),
  report: async () => (await import('./cli/report.ts')).reportCommand(),
  ui: async () => (await import('./cli/ui.ts')).uiCommand(),
};

/** The `loadstone` command. Leaves the exit code in `process.exitCode`. */
export async function main(args: readonly string[]): Promise<void> {
  const program = new Command('loadstone')
    .description(
      'Measures how many requests an HTTP server can really hold in flight, and names what stops it.',
    )
    .version(VERSION)
    .addHelpText('after', EXAMPLES);
  for (const command of await verbsFor(args[0])) program.addCommand(command);
  for (const command of [program, ...program.commands]) command.exitOverride().showHelpAfterError(false);
  for (const command of program.commands) command.configureOutput({ outputError: () => {} });
  program.configureOutput({ outputError: () => {} });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = reportError(error, helpFor(args[0], program));
  }
}

/** The verb that is named, or all of them where none is: for the help. */
async function verbsFor(name: string | undefined): Promise<Command[]> {
  const named = name !== undefined && Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  return Promise.all((named === undefined ? Object.values(VERBS) : [named]).map((verb) => verb()));
}

const EXAMPLES = `
Examples:
  loadstone run                                    the published experiment: 8 trials, 9 minutes
  loadstone run --time-scale 0.1                   the same at a tenth of its length
  loadstone predict                                the same predicted, in a second
  loadstone serve -w 4 --hold 250ms                a server to point it at
  loadstone load -t4 -c100 -d10s http://127.0.0.1:8000/sync
  loadstone sweep http://127.0.0.1:8000/sync       how many requests does it serve at once?
  loadstone audit wrk.txt                          does somebody's result obey the laws?
  loadstone report                                 the last run again
  loadstone ui                                     all runs in the browser, live while one goes on
  loadstone compare main.json pr.json              what has become slower

Exit codes: 0 done, 1 a trial failed or cannot be trusted, 2 the input cannot be used;
with --fail-on: 1 something is slower, 3 that cannot be ruled out.`;

/** The command whose help has the flags that somebody got wrong. */
function helpFor(verb: string | undefined, program: Command): string {
  const known = program.commands.some((command) => command.name() === verb);
  return known ? `loadstone ${verb} --help` : 'loadstone --help';
}

function reportError(error: unknown, help: string): number {
  if (error instanceof CommanderError) return reportUsage(error, help);
  if (error instanceof UserError) {
    process.stderr.write(`loadstone: ${error.line}\n`);
    return error.exitCode;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `loadstone: this is a defect in loadstone; please report it with these lines.\n${detail}\n`,
  );
  return 70;
}

/** Help and the version are no errors; anything else about the command line is the user's to mend. */
function reportUsage(error: CommanderError, help: string): number {
  if (error.exitCode === 0) return 0;
  if (error.code !== 'commander.help') {
    const message = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
    process.stderr.write(`loadstone: ${message.replace(/\.$/, '')}; see ${help}\n`);
  }
  return 2;
}
