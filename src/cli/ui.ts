import { constants, setPriority } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { startDashboard } from '../dashboard/server.ts';
import { messageOf } from '../errors.ts';
import { InterruptSignal } from './interrupt.ts';
import { problemOfOpening } from './open-file.ts';
import { storeOption } from './store-option.ts';

interface UiFlags {
  store: string;
  port?: number;
  host: string;
  token?: string;
  open?: boolean;
}

/** The verb `ui`: pages over the store, until Ctrl-C. */
export function uiCommand(): Command {
  return new Command('ui')
    .description('Serve pages over the store: all runs, live while one goes on, and any two compared.')
    .option(
      '--port <number>',
      'where to listen (default: 5623, or any free port where that is taken)',
      portFlag,
    )
    .option(
      '--host <host>',
      'the address to listen at; other than loopback it takes a token',
      hostFlag,
      '127.0.0.1',
    )
    .option(
      '--token <token>',
      'what a browser has to know (default: drawn, where other machines can ask)',
      tokenFlag,
    )
    .option('--open', 'open them in the browser')
    .addOption(storeOption())
    .addHelpText('after', HELP)
    .action(ui);
}

const HELP = `
Nothing is measured and nothing is written: the pages read the store while \`loadstone run\`, in another
terminal, writes it, and show what goes on as it does. The store need not be there yet.

So that it does not disturb a measurement on the same machine, it runs at the lowest priority (nice 19),
looks at the store only while somebody looks at a page, and draws a report anew for a tenth of the time
at most. Other people's pages in the same browser cannot read it: Host and Origin are checked.

With --host it can be reached from other machines, over plain HTTP: whoever can listen to the network can
read it. The URL that is printed has a token in it, which the browser keeps as a cookie. Over ssh no other
host is needed: ssh -L 5623:127.0.0.1:5623 machine

Examples:
  loadstone ui                      http://127.0.0.1:5623/
  loadstone ui --open               and opens it
  loadstone ui --store ci/runs.sqlite --port 8080
  loadstone ui --host 0.0.0.0       for other machines, with a token`;

async function ui(flags: UiFlags): Promise<void> {
  const interrupt = new InterruptSignal();
  stepBack();
  const dashboard = await startDashboard({
    storePath: flags.store,
    host: flags.host,
    port: flags.port,
    token: flags.token,
    onDefect: (error) => process.stderr.write(`loadstone: a defect: ${detailOf(error)}\n`),
  });
  process.stdout.write(
    `${dashboard.url}\nAll runs of ${flags.store}, live while one goes on. Ctrl-C ends it.\n`,
  );
  try {
    if (flags.open === true) await open(dashboard.url);
    await untilAborted(interrupt.signal);
  } finally {
    await dashboard.close();
    interrupt.release();
  }
}

/** The pages are there all the same. */
async function open(url: string): Promise<void> {
  const problem = await problemOfOpening(url);
  if (problem !== undefined)
    process.stderr.write(`loadstone: no browser was opened: ${problem}. Open the address yourself\n`);
}

/** Whatever measures on this machine goes first; where the system does not allow it, it is as it was. */
function stepBack(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // It is a courtesy, and no condition.
  }
}

const detailOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : messageOf(error);

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function portFlag(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('Write a port from 1 to 65535, or 0 for any free one.');
  return port;
}

/** Of a variable that is not set, Node would make all addresses of the machine. */
function hostFlag(text: string): string {
  const host = text.trim();
  if (host === '') throw new InvalidArgumentError('Write an address of this machine, or a name of it.');
  return host;
}

/** Characters that a URL and a header take as they are, and enough of them. */
function tokenFlag(text: string): string {
  if (!/^[\w.~-]{16,200}$/.test(text))
    throw new InvalidArgumentError('Write 16 characters or more: letters, digits and . _ ~ -');
  return text;
}
