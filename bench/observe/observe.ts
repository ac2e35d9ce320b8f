// Judges what the observation of a server takes of a core: writes docs/observation-cost.md, prints a line for each figure,
// and ends with 1 when one is not reached. Linux.
// Run: node bench/observe/observe.ts [--seconds S]
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { requireTools } from '../required-tools.ts';
import { markdownTable } from '../markdown-table.ts';
import { atMost, type Verdict } from '../verdict.ts';
import { printVerdicts, writeSection } from '../write-section.ts';
import { CONDITIONS, measureCost, type ObservationCost } from './measure-cost.ts';

const DOCUMENT = join(resolve(import.meta.dirname, '../..'), 'docs/observation-cost.md');
const SECONDS = 20;
const PERCENT_ASKED = 1;

try {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: String(SECONDS) } } });
  const seconds = Number(values.seconds);
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new Error('usage: node bench/observe/observe.ts [--seconds S]');
  requireTools(['loadstone']);
  const costs: ObservationCost[] = [];
  for (const condition of CONDITIONS) costs.push(await measureCost(condition, seconds));
  const verdicts = costs.flatMap(verdictsOf);
  const introduction = `Each row is ${seconds} s of observation, twice a second, of 4 workers with 40 threads each.`;
  writeSection(DOCUMENT, 'cost', { text: [introduction, table(costs)].join('\n\n'), verdicts });
  printVerdicts('observe', verdicts);
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 2;
}

function verdictsOf({ condition, readingsPercent, processPercent }: ObservationCost): Verdict[] {
  const asked = atMost(PERCENT_ASKED, ' %');
  return [
    { figure: `${condition.name}: the readings, of one core`, reached: readingsPercent, asked },
    { figure: `${condition.name}: the process that observes, of one core`, reached: processPercent, asked },
  ];
}

function table(costs: readonly ObservationCost[]): string {
  const head = [
    'connections',
    'readings, % of a core',
    'process, % of a core',
    'a reading of everything, ms',
    'readings',
    'of them with connections',
    'with threads',
    'sockets of the machine',
  ];
  const rows = costs.map((cost) => [
    cost.condition.name,
    cost.readingsPercent.toFixed(2),
    cost.processPercent.toFixed(2),
    cost.completeMs.toFixed(1),
    String(cost.readings),
    String(cost.withConnections),
    String(cost.withThreads),
    cost.sockets.toLocaleString('en'),
  ]);
  return markdownTable(head, rows);
}
