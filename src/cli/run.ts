import { randomInt } from 'node:crypto';
import { Command, Option } from 'commander';
import { UserError } from '../errors.ts';
import { DEFAULT_PLAN, shippedPlans } from '../plan/load-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { comparisonTerminal } from '../report/comparison-terminal.ts';
import { runTerminal } from '../report/run-terminal.ts';
import { checkGenerator } from '../run/check-generator.ts';
import { runPlan } from '../run/run-plan.ts';
import type { Comparison } from '../samples/comparison.ts';
import type { RunRecord, StoredRun } from '../samples/run-record.ts';
import { compareInterleaved } from '../statistics/compare-runs.ts';
import { loadGeneratorField, type LoadGenerator } from '../samples/generator-schema.ts';
import type { RunStore } from '../store/run-store.ts';
import { openStore } from '../store/sqlite-store.ts';
import { Guard } from '../target/guard.ts';
import { startTarget } from '../target/start-target.ts';
import { EXIT_UNDECIDED, failOnOption, gateExitCode, marginOption, type GateFlags } from './gate-options.ts';
import { InterruptSignal } from './interrupt.ts';
import { isPrinted, jsonOption, notesStream, requireWritable, writeJson } from './json-file.ts';
import { countFlag, jobsFlag, percentFlag, positiveFlag, seedFlag } from './parse-flags.ts';
import { leaveReport, type ReportFlag } from './leave-report.ts';
import { planFromFlags, type PlanFlags } from './plan-flags.ts';
import { loadOptions, targetOptions } from './plan-options.ts';
import { ProgressOutput } from './progress-output.ts';
import { plainOption, quietOption, type ProgressFlags } from './progress-options.ts';
import { RunProgress } from './run-progress.ts';
import { requireReportPlace } from './report-file.ts';
import { storeOption } from './store-option.ts';
import { wantsColor } from './terminal.ts';
import { typedCommand } from './typed-command.ts';
import { REPLICATES_MAX, untilFrom, type UntilFlags } from './until-flags.ts';

interface RunFlags extends PlanFlags, UntilFlags, GateFlags, ProgressFlags, ReportFlag {
  timeScale: number;
  seed?: number;
  replicates?: number;
  jobs: 'auto' | number;
  generator: LoadGenerator;
  json?: string;
  store: string;
}

export function runCommand(): Command {
  const command = new Command('run')
    .description('Run an experiment: every condition of a plan, each on a fresh server.')
    .argument('[plan]', `a plan file, or the name of a plan that ships (default: ${DEFAULT_PLAN})`)
    .option('--time-scale <factor>', 'multiply hold, duration and time-out by this', positiveFlag, 1)
    .option(
      '--replicates <count>',
      'how often each condition is measured (default: as the plan says)',
      countFlag,
    )
    .option(
      '--until <percentage>',
      'add replicates until the 95 % interval of each condition is within ± this; --replicates is then how many there are at least (3 or more)',
      percentFlag,
    )
    .option(
      '--replicates-max <count>',
      `at most so many with --until (default: ${REPLICATES_MAX})`,
      countFlag,
    )
    .option(
      '--jobs <count>',
      'trials that may go on at the same time: a number, or auto for as many as cannot disturb each other',
      jobsFlag,
      1,
    )
    .addOption(marginOption())
    .addOption(failOnOption())
    .option('--seed <number>', 'decides the order of the trials (default: drawn)', seedFlag)
    .addOption(jsonOption('the run and its trials'))
    .option('--report <file>', 'where the report with charts goes (default: reports/ beside the store)')
    .option('--no-report', 'no such report')
    .addOption(
      new Option('--generator <name>', 'what loads the server; the others have to be installed')
        .choices(loadGeneratorField.options)
        .default('loadstone'),
    )
    .addOption(storeOption())
    .addOption(plainOption())
    .addOption(quietOption());
  command.optionsGroup('What is measured:');
  for (const option of targetOptions()) command.addOption(option);
  command.optionsGroup("The load, in place of the plan's:");
  for (const option of loadOptions()) command.addOption(option);
  return command.addHelpText('after', HELP).action(runExperiment);
}

const HELP = `
Plans that ship: ${shippedPlans().join(', ')}

Each trial starts a server on a free port of 127.0.0.1, waits until all its workers accept,
loads it, stops it, and is stored before the next begins. Ctrl-C keeps what is finished.
With --jobs the servers of several trials are started one after the other, and then loaded at the
same time while the machine stays under 40 % busy; a trial in which it did not is measured again alone.
The command of a server is not run by a shell. How it is seen to be ready is in docs/methodology.md.

Examples:
  loadstone run                        the published experiment, to the letter: 9 minutes
  loadstone run --time-scale 0.1       holds of 1 s, trials of 6 s
  loadstone run --jobs auto            the published experiment in 2 minutes
  loadstone run --time-scale 0.1 --until 2% --replicates-max 10
  loadstone run my-plan.ts --json results.json
  loadstone run --quiet --json - | jq '.trials[].throughput'
  loadstone run --command 'gunicorn -w {workers} -b {host}:{port} app:app' \\
      --factor workers=1,2,4 --factor endpoint=/sync,/async -c 100 -d 10s
  loadstone run fastapi --generator wrk
  loadstone run --command 'old -p {port}' --interleave-with 'new -p {port}' --replicates 5 --fail-on slower
  loadstone run --url http://127.0.0.1:8000 --factor endpoint=/a,/b --factor connections=10,100`;

async function runExperiment(planName: string | undefined, flags: RunFlags): Promise<void> {
  const plan = withFlags(await planFromFlags(planName, flags), flags);
  const until = untilFrom(flags, plan);
  refuseIdleGate(flags, plan);
  await checkGenerator(flags.generator, plan, flags.timeScale);
  if (flags.json !== undefined) requireWritable(flags.json);
  if (typeof flags.report === 'string') requireReportPlace(flags.report);
  const store = openStore(flags.store);
  const interrupt = new InterruptSignal();
  const guard = await Guard.start();
  try {
    const progress =
      flags.quiet === true ? undefined : new RunProgress(new ProgressOutput(process.stderr, flags));
    const ended = await runPlan({
      plan,
      timeScale: flags.timeScale,
      seed: plan.seed ?? randomInt(2 ** 32),
      command: typedCommand(process.argv.slice(2)),
      store,
      margin: flags.margin,
      until,
      jobs: flags.jobs === 1 ? undefined : flags.jobs,
      generator: flags.generator,
      guard,
      startTarget: startTarget(guard),
      onEvent: (event) => progress?.show(event),
      signal: interrupt.signal,
    });
    const stored = finishedRun(store, ended);
    const comparison = compareInterleaved(stored, flags.margin);
    if (flags.json !== undefined) writeJson(flags.json, stored);
    if (!isPrinted(flags.json)) printReport(stored, comparison, flags);
    const notes = notesStream(flags.json);
    notes.write(`\nStored in ${store.location} as ${ended.id}. See it again: loadstone report ${ended.id}\n`);
    await leaveReport(stored, flags, { storeLocation: store.location, notes });
    process.exitCode = interrupt.exitCode ?? exitCodeOf(stored, flags.failOn && comparison);
  } finally {
    guard.end();
    store.close();
    interrupt.release();
  }
}

function printReport(stored: StoredRun, comparison: Comparison | undefined, flags: RunFlags): void {
  const color = wantsColor(process.stdout, flags);
  process.stdout.write(runTerminal(stored, { color }));
  if (comparison !== undefined) process.stdout.write(`\n${comparisonTerminal(comparison, { color })}`);
}

function withFlags(plan: Plan, { seed, replicates }: RunFlags): Plan {
  return {
    ...plan,
    ...(seed === undefined ? {} : { seed }),
    ...(replicates === undefined ? {} : { replicates }),
  };
}

function finishedRun(store: RunStore, { id }: RunRecord): StoredRun {
  const stored = store.findRun(id);
  if (stored === undefined) throw new Error(`run ${id} is not in the store it was written to`);
  return stored;
}

/** A gate needs something to compare. */
function refuseIdleGate({ failOn }: GateFlags, { interleave }: Plan): void {
  if (failOn === undefined || interleave !== undefined) return;
  throw new UserError({
    what: 'this run compares nothing that could be slower',
    where: `--fail-on ${failOn}`,
    remedy: 'Give --interleave-with, or compare two runs: loadstone compare',
  });
}

/** @param gate the comparison that decides, where one was asked to */
function exitCodeOf({ run, trials }: StoredRun, gate: Comparison | undefined): number {
  const isSound = run.failedTrials.length === 0 && trials.every((trial) => trial.validity.valid);
  if (gate === undefined) return isSound ? 0 : EXIT_UNSOUND;
  const code = gateExitCode(gate);
  return code === 0 && !isSound ? EXIT_UNDECIDED : code;
}

const EXIT_UNSOUND = 1;
