import { Command, Option } from 'commander';
import { DEFAULT_PLAN, shippedPlans } from '../plan/load-plan.ts';
import type { Goal } from '../queueing/prediction/goal.ts';
import { predictionTerminal } from '../report/prediction-terminal.ts';
import { simulatePlan } from '../run/simulate-plan.ts';
import { goalFlag } from './goal-flag.ts';
import { isPrinted, jsonOption, requireWritable, writeJson } from './json-file.ts';
import { countFlag, positiveFlag, seedFlag } from './parse-flags.ts';
import { factorFlag, loadOptions } from './plan-options.ts';
import { serverOptions } from './server-flags.ts';
import { storeOption } from './store-option.ts';
import { wantsColor } from './terminal.ts';
import { toPredict, type ToPredictFlags } from './to-predict.ts';

interface PredictFlags extends ToPredictFlags {
  seed: number;
  replicates?: number;
  goal?: Goal;
  json?: string;
}

export function predictCommand(): Command {
  const command = new Command('predict')
    .description('Predict an experiment: simulate every condition of a plan, and say what limits it.')
    .argument('[plan]', `a plan file, or the name of a plan that ships (default: ${DEFAULT_PLAN})`)
    .option('--time-scale <factor>', 'multiply hold, duration and time-out by this', positiveFlag)
    .option('--replicates <count>', 'simulations of each condition (default: as the plan says)', countFlag)
    .option('--seed <number>', 'decides what is left to chance', seedFlag, 1)
    .option('--from-run <run>', 'predict with what this run measured: its id, or a file that --json wrote')
    .option(
      '--goal <goal>',
      'say how many workers or slots reach it: p99<2s, p50<1s, mean<1s or throughput>50/s',
      goalFlag,
    )
    .addOption(storeOption())
    .addOption(jsonOption('the run and its trials, as a measured run has them,'));
  command.optionsGroup("The server, in place of the plan's:");
  for (const option of serverOptions()) command.addOption(option);
  command
    .addOption(new Option('--endpoint <path>', 'the path that is requested, such as /sync'))
    .addOption(
      new Option(
        '--factor <name=levels>',
        "vary this: workers=1,2,4; it takes the place of the plan's levels (repeatable)",
      ).argParser(factorFlag),
    );
  command.optionsGroup("The load, in place of the plan's:");
  for (const option of loadOptions()) command.addOption(option);
  return command.addHelpText('after', HELP).action(predict);
}

const HELP = `
Plans that ship: ${shippedPlans().join(', ')}

Nothing is started and nothing is measured. Without a plan, settings of the
server make a plan of their own: /sync and /async on that server, for a minute.
What the simulator knows of a server is in docs/methodology.md.

Examples:
  loadstone predict                    the published experiment, in under a second
  loadstone predict fastapi --workers 2
  loadstone predict --workers 8 --pool-size 64 --connections 5000 \\
      --hold lognormal:120ms:0.8 --timeout 2s
  loadstone predict --factor workers=1,2,4,8 --endpoint /sync --hold 250ms
  loadstone predict --connections 1000000 --workers 400 --hold 1s
  loadstone predict --from-run results.json --workers 8 --goal 'p99<2s'
  loadstone predict --json predicted.json && loadstone report predicted.json`;

async function predict(planName: string | undefined, flags: PredictFlags): Promise<void> {
  const { plan, measuredOf, sources } = await toPredict(planName, flags);
  if (flags.json !== undefined) requireWritable(flags.json);
  const simulated = simulatePlan({
    plan: flags.replicates === undefined ? plan : { ...plan, replicates: flags.replicates },
    timeScale: flags.timeScale ?? 1,
    seed: flags.seed,
    command: ['loadstone', ...process.argv.slice(2)],
    ...(measuredOf === undefined ? {} : { measuredOf }),
    goal: flags.goal,
  });
  if (flags.json !== undefined) writeJson(flags.json, simulated.stored);
  const color = wantsColor(process.stdout);
  if (!isPrinted(flags.json))
    process.stdout.write(predictionTerminal(simulated, { color, goal: flags.goal, sources: sources ?? [] }));
  process.exitCode = simulated.stored.trials.length === 0 ? 1 : 0;
}
