import { createReadStream } from 'node:fs';
import { Command } from 'commander';
import { AUDIT_SCHEMA, auditResult, hasBrokenLaw, type AuditedResult } from '../audit/audit.ts';
import { readPublishedCells } from '../audit/readers/published-cells.ts';
import { readResults } from '../audit/read-results.ts';
import type { StatedResult } from '../audit/stated-result.ts';
import { messageOf, UserError } from '../errors.ts';
import { loadPlan } from '../plan/load-plan.ts';
import { auditText } from '../report/audit-text.ts';
import type { Milliseconds } from '../units.ts';
import { countFlag, durationFlag } from './parse-flags.ts';
import { wantsColor } from './terminal.ts';

interface AuditFlags {
  published?: string;
  connections?: number;
  timeout?: Milliseconds;
  json?: boolean;
}

/** The output of a load generator is some kilobytes; a run of Loadstone's some megabytes. */
const LARGEST_INPUT = 32 * 2 ** 20;

export function auditCommand(): Command {
  return new Command('audit')
    .description('Hold the result of a load test, whoever made it, against the laws that it has to obey.')
    .argument('[file...]', "a load generator's output; - reads standard input")
    .option('--published <plan>', 'audit the published figures of a plan (a name or a file)')
    .option('-c, --connections <n>', 'connections, where a tool does not state them', countFlag)
    .option('--timeout <time>', 'time-out, where a tool does not state it (wrk: 2s)', durationFlag)
    .option('--json', 'print every check with its figures and their ranges')
    .addHelpText('after', HELP)
    .action(audit);
}

const HELP = `
Reads what wrk, hey and \`vegeta report\` print, autocannon --json, k6
--summary-export and what handleSummary gets, oha --output-format json, vegeta
report -type=json, and Loadstone's own --json. Which tool it was is found out;
a file may hold several results.

A figure as printed stands for every value that rounds to it, and a law is
broken only where no such values obey it. Each check says one of:
  Broken       the figures contradict one another, or leave out what they count
  Bias         they are right, and not what they are taken for: by how much
  Cannot tell  the tool does not state enough: what it would take
  Holds

The main one is Little's law: connections × duration is the time of all
requests. What completed × mean leaves of it was in flight at the end, or is in
no figure.

Examples:
  wrk -t4 -c100 -d30s --latency URL > wrk.txt
  loadstone audit wrk.txt --timeout 2s
  hey -z 30s -c 50 URL | loadstone audit - --connections 50
  loadstone audit k6-summary.json oha.json --json
  loadstone audit --published sync-vs-async

Exit codes: 0 no law is broken, 1 one is, 2 an input cannot be used.`;

async function audit(files: readonly string[], flags: AuditFlags): Promise<void> {
  const audited = [...(await auditPlan(flags.published)), ...(await auditFiles(files, flags))];
  if (audited.length === 0)
    throw new UserError({
      what: 'there is nothing to audit',
      remedy: 'Name a file, - for standard input, or a plan with --published',
    });
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify({ schema: AUDIT_SCHEMA, results: audited }, null, 2)}\n`
      : auditText(audited, { color: wantsColor(process.stdout) }),
  );
  process.exitCode = hasBrokenLaw(audited) ? 1 : 0;
}

async function auditPlan(name: string | undefined): Promise<AuditedResult[]> {
  if (name === undefined) return [];
  const plan = await loadPlan(name);
  const results = readPublishedCells(plan);
  if (results.length === 0)
    throw new UserError({
      what: 'the plan has no published figures',
      where: name,
      remedy: 'Write them under published.cells, or name a plan that has some, such as sync-vs-async',
    });
  return results.map((result) => auditResult(result, plan.name));
}

async function auditFiles(files: readonly string[], flags: AuditFlags): Promise<AuditedResult[]> {
  const audited: AuditedResult[] = [];
  for (const file of files) {
    const where = file === '-' ? 'standard input' : file;
    const results = readResults(await readInput(file, where), where);
    audited.push(...results.map((result) => auditResult(withFlags(result, flags), where)));
  }
  return audited;
}

/** What a tool states itself counts for more than a flag that is for several files. */
function withFlags(result: StatedResult, { connections, timeout }: AuditFlags): StatedResult {
  return {
    ...result,
    connections: result.connections ?? (result.loop === 'open' ? null : (connections ?? null)),
    timeoutMs: result.timeoutMs ?? timeout ?? null,
  };
}

/** Reads no more than it has to, since a file may be a device that never ends. */
async function readInput(file: string, where: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of file === '-' ? process.stdin : createReadStream(file)) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > LARGEST_INPUT) break;
    }
  } catch (error) {
    throw new UserError({ what: `the file cannot be read: ${messageOf(error)}`, where, cause: error });
  }
  if (size <= LARGEST_INPUT) return decoded(Buffer.concat(chunks));
  throw new UserError({
    what: `it is larger than ${LARGEST_INPUT / 2 ** 20} MB`,
    where,
    remedy: 'Give the summary that the load generator printed, not its log',
  });
}

/** Windows' PowerShell writes UTF-16 where output is redirected, with a mark at the beginning. */
function decoded(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8');
}
