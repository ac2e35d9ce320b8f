import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { sweepJson, sweepTerminal } from '../report/sweep-terminal.ts';
import type { SweepRecord } from '../queueing/sweep-record.ts';
import { runSweep } from '../sweep/run-sweep.ts';
import { sweepRecord } from '../diagnosis/sweep/sweep-record.ts';
import { Guard } from '../target/guard.ts';
import { startTarget } from '../target/start-target.ts';
import { openStore } from '../store/sqlite-store.ts';
import { findRun } from './find-record.ts';
import { InterruptSignal } from './interrupt.ts';
import { isPrinted, jsonOption, notesStream, requireWritable, writeText } from './json-file.ts';
import { leaveReport, type ReportFlag } from './leave-report.ts';
import { ProgressOutput } from './progress-output.ts';
import { plainOption, quietOption, type ProgressFlags } from './progress-options.ts';
import { requireReportPlace } from './report-file.ts';
import { storeOption } from './store-option.ts';
import { sweepOptions, sweptServerOptions, type SweepFlags } from './sweep-options.ts';
import { SweepProgress } from './sweep-progress.ts';
import { sweptPlan, type SweptServerFlags } from './sweep-target.ts';
import { wantsColor } from './terminal.ts';
import { typedCommand } from './typed-command.ts';

interface AllFlags extends SweptServerFlags, SweepFlags, ProgressFlags, ReportFlag {
  json?: string;
  store: string;
}

export function sweepCommand(): Command {
  const command = new Command('sweep')
    .description(
      'Find how many requests a server really serves at once: load it with more and more connections.',
    )
    .argument('[url]', 'an endpoint of a server that is running; or a stored run, to read it again')
    .addOption(jsonOption('what was found'))
    .option('--report <file>', 'where the report with charts goes (default: reports/ beside the store)')
    .option('--no-report', 'no such report')
    .addOption(storeOption())
    .addOption(plainOption())
    .addOption(quietOption());
  command.optionsGroup('How far, and what for:');
  for (const option of sweepOptions()) command.addOption(option);
  command.optionsGroup('A server that is started for it, in place of a URL:');
  for (const option of sweptServerOptions()) command.addOption(option);
  return command.addHelpText('after', HELP).action(sweep);
}

const HELP = `
Each trial is a short load of so many connections, each with one request in
flight; which number comes next follows from the trials so far. It grows
fourfold until requests wait, and then settles what they wait for. The sweep
ends when the interval of the slots is narrow enough, when nothing waits up to
--connections-max, or when --time is over. A server that is started for it is
started once for each endpoint, and warmed up; the embedded one holds a request
for 250ms unless --hold says otherwise. With --rate requests arrive at a rate
instead, whatever the server does.

Reading the result: slots are the requests that are served at once; the knee is
where requests begin to wait; what stands in brackets is a 95 % interval.

Examples:
  loadstone sweep http://localhost:8000/sync
  loadstone sweep --command 'gunicorn -w 1 -k uvicorn.workers.UvicornWorker -b {host}:{port} app:app' \\
      --cwd examples/fastapi --env HOLD_SECONDS=0.25 --workers 1 --endpoint /sync --endpoint /async
  loadstone sweep --workers 2 --pool-size 12 --hold exp:50ms
  loadstone sweep http://localhost:8000/sync --goal 'p99<2s' --goal 'throughput>50/s'
  loadstone sweep http://localhost:8000/sync --serve 500 --json sweep.json
  loadstone sweep --rate http://localhost:8000/sync
  loadstone sweep 20261126-201500-1f3a --goal 'p99<1s'    a sweep of before, asked something else

Exit codes: 0 done, 1 a trial failed or a goal is not met by the load that was to
meet it, 2 the input cannot be used, 130 interrupted (what was measured is
reported and kept).`;

async function sweep(source: string | undefined, flags: AllFlags): Promise<void> {
  if (flags.json !== undefined) requireWritable(flags.json);
  if (typeof flags.report === 'string') requireReportPlace(flags.report);
  if (source !== undefined && !/^https?:/i.test(source)) {
    readAgain(source, flags);
    return;
  }
  await measure(source, flags);
}

/** What a stored run says, without measuring anything. */
function readAgain(source: string, flags: AllFlags): void {
  if (!existsSync(source) && source.includes('/'))
    throw new UserError({
      what: 'this is no URL, and there is no such file',
      where: source,
      remedy: 'Begin a URL with http:// or https://, or name a stored run',
    });
  const record = sweepRecord(findRun(source, flags.store), {
    goals: flags.goal,
    toServe: flags.serve,
    connectionsMax: flags.connectionsMax,
  });
  show(record, flags);
}

async function measure(url: string | undefined, flags: AllFlags): Promise<void> {
  const plan = await sweptPlan(url, flags);
  const store = openStore(flags.store);
  const interrupt = new InterruptSignal();
  const guard = await Guard.start();
  try {
    const progress =
      flags.quiet === true ? undefined : new SweepProgress(new ProgressOutput(process.stderr, flags));
    const record = await runSweep({
      plan,
      swept: flags.rate === true ? 'arrivalsPerSecond' : 'connections',
      bounds: { connectionsMax: flags.connectionsMax, timeBudgetMs: flags.time },
      goals: flags.goal,
      toServe: flags.serve,
      command: typedCommand(process.argv.slice(2)),
      store,
      guard,
      startTarget: startTarget(guard),
      onEvent: (event) => progress?.show(event),
      signal: interrupt.signal,
    });
    show(record, flags);
    notesStream(flags.json).write(
      `\nStored in ${store.location} as ${record.run}. See its trials: loadstone report ${record.run}\n`,
    );
    const stored = store.findRun(record.run);
    if (stored !== undefined && stored.trials.length > 0)
      await leaveReport(stored, flags, { storeLocation: store.location, notes: notesStream(flags.json) });
    process.exitCode = interrupt.exitCode ?? exitCodeOf(record);
  } finally {
    guard.end();
    store.close();
    interrupt.release();
  }
}

function show(record: SweepRecord, { json, plain = false }: AllFlags): void {
  if (json !== undefined) writeText(json, sweepJson(record));
  if (isPrinted(json)) return;
  const color = wantsColor(process.stdout, { plain });
  process.stdout.write(sweepTerminal(record, { color, plain }));
}

function exitCodeOf({ endpoints, rates }: SweepRecord): number {
  const isWhole = [...endpoints, ...rates].every(({ ended }) => ended.state !== 'failed');
  const isMet = endpoints.every(({ capacity }) => capacity?.verification?.isMet !== false);
  return isWhole && isMet ? 0 : 1;
}
