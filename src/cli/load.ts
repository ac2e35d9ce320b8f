import { Command } from 'commander';
import { SamplesFile } from '../load/raw-samples/samples-file.ts';
import { trialText } from '../report/trial-text.ts';
import { wrkText } from '../report/wrk-text.ts';
import { measureLoad } from '../run/measure-load.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { InterruptSignal } from './interrupt.ts';
import { loadOrder } from './load-flags.ts';
import {
  arrivalOptions,
  extentOptions,
  outputOptions,
  transportOptions,
  type LoadFlags,
} from './load-options.ts';
import { LoadProgress } from './load-progress.ts';
import { ProgressOutput } from './progress-output.ts';
import { addRequestOptions } from './request-flags.ts';
import { wantsColor } from './terminal.ts';

export function loadCommand(): Command {
  const command = new Command('load')
    .description('Load a server that is running already and say what became of every request.')
    .argument('<url>', 'what to request, such as http://127.0.0.1:8000/sync or https://localhost/');
  for (const option of [...extentOptions(), ...arrivalOptions()]) command.addOption(option);
  addRequestOptions(command);
  for (const option of [...transportOptions(), ...outputOptions()]) command.addOption(option);
  return command.addHelpText('after', HELP).action(load);
}

const HELP = `
The flags are wrk's own, but for -s: it runs no Lua. Without -R the load is a
closed loop: each connection sends its next request when the response is in, so
a server that slows down is asked for less. With -R it is an open loop: requests
arrive at that rate, and a response time counts from the moment its request was
due.

Ctrl-C ends the load and prints what was measured until then; a second one ends
it at once.

Examples:
  loadstone load -t4 -c100 -d1m --timeout 30s http://127.0.0.1:8000/sync
  loadstone load -c64 -n100k http://127.0.0.1:8000/
  loadstone load -X POST -H 'content-type: application/json' --body @order.json http://127.0.0.1:8000/orders
  loadstone load --requests mix.ndjson http://127.0.0.1:8000/
  loadstone load -R 5000 -d30s --arrivals poisson http://127.0.0.1:8000/
  loadstone load -c100 --think 1s --ramp 10s --warmup 5s http://127.0.0.1:8000/
  loadstone load -c100 -d10s --json http://127.0.0.1:8000/ > trial.json
  loadstone load -c100 -d10s --format wrk http://127.0.0.1:8000/
  loadstone load -c100 -d10s --cacert authority.pem https://localhost:8443/
  loadstone load -c100 -d10s --unix-socket /run/app.sock http://localhost/sync

Exit codes: 0 valid, 1 the result cannot be trusted (its last line says why),
2 the input cannot be used, 130 interrupted.`;

async function load(url: string, flags: LoadFlags): Promise<void> {
  const order = await loadOrder(url, flags);
  const samples = flags.samples === undefined ? undefined : await SamplesFile.open(flags.samples);
  const interrupt = new InterruptSignal();
  const progress =
    flags.quiet === true
      ? undefined
      : new LoadProgress(new ProgressOutput(process.stderr, flags), order.settings);
  const record = await measureLoad(order, {
    signal: interrupt.signal,
    ...(progress === undefined ? {} : { onProgress: (now) => progress.show(now) }),
    ...(samples === undefined ? {} : { samples }),
  });
  progress?.clear();
  interrupt.release();
  process.stdout.write(render(record, flags));
  process.exitCode = interrupt.exitCode ?? (record.validity.valid ? 0 : 1);
  if (samples?.problem !== undefined) throw samples.problem;
}

function render(record: TrialRecord, flags: LoadFlags): string {
  if (flags.json === true) return `${JSON.stringify(record, null, 2)}\n`;
  if (flags.format === 'wrk') return wrkText(record, { latency: flags.latency === true });
  return trialText(record, { color: wantsColor(process.stdout, flags) });
}
