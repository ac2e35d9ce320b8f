import { InvalidArgumentError, Option } from 'commander';
import { timeoutPolicyField } from '../plan/load-settings.ts';
import type { Level } from '../plan/plan.ts';
import { stopSignalField } from '../plan/target.ts';
import { durationFlag, scaledCountFlag } from './parse-flags.ts';
import { planRequestOptions } from './plan-request-options.ts';

/** A server of the user's own, and what is varied. */
export function targetOptions(): Option[] {
  return [
    new Option(
      '--command <command>',
      'measure the server that this starts, in place of a plan; {port}, {host} and factors in braces are filled in',
    ).conflicts('url'),
    new Option('--url <url>', 'measure the server that is running there, in place of a plan'),
    new Option(
      '--interleave-with <command>',
      'measure the server that this starts too, trial by trial in turn with the other, and compare the two',
    ),
    new Option(
      '--factor <name=levels>',
      'vary this: workers=1,2,4 or endpoint=/a,/b; with a plan it takes the place of its levels (repeatable)',
    ).argParser(factorFlag),
    new Option('--workers <count>', 'workers the server has, where no factor says it').argParser(
      scaledCountFlag,
    ),
    new Option('--env <name=value>', "a variable for the server's command (repeatable)").argParser(envFlag),
    new Option('--cwd <folder>', "the working folder of the server's command"),
    new Option('--ready <path>', 'asked until the server answers it (default: /)'),
    new Option('--ready-within <time>', 'how long the server may take to be ready (default: 1m)').argParser(
      durationFlag,
    ),
    new Option('--settle <time>', 'how long it has to be at rest before the load (default: 500ms)').argParser(
      durationFlag,
    ),
    new Option('--stop-signal <signal>', 'asks the server to end (default: SIGTERM)').choices(
      stopSignalField.options,
    ),
    new Option('--grace <time>', 'and this long after it what is left is killed (default: 5s)').argParser(
      durationFlag,
    ),
  ];
}

/** The load, in place of the plan's. */
export function loadOptions(): Option[] {
  return [
    new Option('-t, --generator-threads <count>', 'generator threads').argParser(scaledCountFlag),
    new Option('-c, --connections <count>', 'connections, each with one request in flight').argParser(
      scaledCountFlag,
    ),
    new Option('-d, --duration <time>', 'length of the measurement window').argParser(durationFlag),
    new Option('-T, --timeout <time>', 'a response at or after this age is late').argParser(durationFlag),
    new Option(
      '--timeout-policy <policy>',
      'abort: give up a request at its time-out; wait: keep waiting and count it as late',
    ).choices(timeoutPolicyField.options),
    new Option('--warmup <time>', 'first load in full for this long, uncounted').argParser(durationFlag),
    ...planRequestOptions(),
  ];
}

/** Reads the levels of a factor, beside those of others. */
export function factorFlag(text: string, before: Record<string, Level[]> = {}): Record<string, Level[]> {
  const [name, levels] = nameAndValue(text, 'workers=1,2,4');
  return { ...before, [name]: levels.split(',').map(levelOf) };
}

/** `4` is a number; `3.10` is a text, as it would not come back as it was. */
function levelOf(text: string): Level {
  const number = Number(text);
  return text !== '' && String(number) === text ? number : text;
}

function envFlag(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [name, value] = nameAndValue(text, 'LOG_LEVEL=warn');
  return { ...before, [name]: value };
}

function nameAndValue(text: string, example: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`Write a name, = and what it is, such as ${example}.`);
  return [text.slice(0, at), text.slice(at + 1)];
}
