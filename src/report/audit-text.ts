import pc from 'picocolors';
import type { AuditedResult } from '../audit/audit.ts';
import type { Check } from '../audit/check.ts';
import { plainText } from '../audit/plain-text.ts';
import type { StatedResult } from '../audit/stated-result.ts';
import { checkSentences, LAW_NAMES } from './audit-sentences.ts';
import { countedNoun, countsByKindText, countText, listText, rateText, timeText } from './figure-text.ts';
import { paragraph } from './paragraph.ts';

const WIDTH = 80;
const BULLET = { first: '- ', rest: '  ' };

type Colours = ReturnType<typeof pc.createColors>;

/** An audit for a terminal of 80 columns: of each result what is broken, what misleads, what cannot be told, what holds. */
export function auditText(audited: readonly AuditedResult[], { color }: { color: boolean }): string {
  const colours = pc.createColors(color);
  const sections = audited.map((one) => resultLines(one, colours).join('\n'));
  return `${[...sections, paragraph(summary(audited), WIDTH).join('\n')].join('\n\n')}\n`;
}

function resultLines({ source, result, checks }: AuditedResult, colours: Colours): string[] {
  const of = (state: Check['state']): Check[] => checks.filter((check) => check.state === state);
  const biased = of('holds').filter(({ bias }) => bias !== null);
  const sound = of('holds').filter(({ bias }) => bias === null);
  return [
    ...paragraph(titleOf(source, result), WIDTH).map(colours.bold),
    ...paragraph(statedText(result), WIDTH),
    ...of('broken').flatMap((check) => bullet('Broken', check, result, colours.red)),
    ...biased.flatMap((check) => bullet('Bias', check, result, colours.yellow)),
    ...cannotTellLines(of('cannotTell'), result, colours.dim),
    ...(sound.length === 0
      ? []
      : paragraph(`Holds: ${listText(sound.map(({ law }) => LAW_NAMES[law]))}.`, WIDTH, BULLET)),
  ];
}

type Colour = (text: string) => string;

function bullet(word: string, check: Check, result: StatedResult, colour: Colour): string[] {
  return coloured(word, `${word}, ${LAW_NAMES[check.law]}: ${checkSentences(check, result)}`, colour);
}

/** Of all laws that cannot be judged, what it would take; those for which the same is missing stand together. */
function cannotTellLines(checks: readonly Check[], result: StatedResult, colour: Colour): string[] {
  const laws = new Map<string, string[]>();
  for (const check of checks) {
    const missing = checkSentences(check, result);
    laws.set(missing, [...(laws.get(missing) ?? []), LAW_NAMES[check.law]]);
  }
  if (laws.size === 0) return [];
  const parts = [...laws].map(([missing, names]) => `${listText(names)} (${missing})`);
  return coloured(
    'Cannot tell',
    `Cannot tell, for want of what is in brackets: ${parts.join('; ')}.`,
    colour,
  );
}

/** The word is coloured once the line is set: escapes have no width. */
function coloured(word: string, text: string, colour: Colour): string[] {
  const lines = paragraph(text, WIDTH, BULLET);
  return lines.map((line, index) => (index === 0 ? line.replace(word, () => colour(word)) : line));
}

function titleOf(source: string, { title, tool }: StatedResult): string {
  return plainText(`${source}: ${[tool, title].filter((part) => part !== null).join(', ')}`);
}

function statedText(result: StatedResult): string {
  const { connections, durationMs, completed, lateLeftOut, errors, latency, ratePerSecond, loop } = result;
  const load = [
    ...(connections === null
      ? []
      : [countedNoun(connections, result.tool === 'k6' ? 'virtual user' : 'connection')]),
    ...(loop === 'open' ? ['open loop'] : []),
    ...(durationMs === null ? [] : [timeText(durationMs.value)]),
  ];
  const outcome = [
    ...(completed === null ? [] : [countedNoun(completed, 'response')]),
    ...(lateLeftOut === 0 ? [] : [`${countText(lateLeftOut)} of them late`]),
    ...(errors.length === 0
      ? []
      : [`errors: ${plainText(countsByKindText(Object.fromEntries(errorEntries(errors))))}`]),
    ...(latency?.meanMs ? [`mean ${timeText(latency.meanMs.value)}`] : []),
    ...(ratePerSecond === null ? [] : [rateText(ratePerSecond.value)]),
  ];
  return `Stated: ${[load.join(' × '), outcome.join(', ')].filter((part) => part !== '').join('; ')}.`;
}

const errorEntries = (errors: StatedResult['errors']): [string, number][] =>
  errors.slice(0, 10).map(({ name, count }) => [plainText(name), count]);

function summary(audited: readonly AuditedResult[]): string {
  const count = (of: (check: Check) => boolean): number =>
    audited.filter(({ checks }) => checks.some(of)).length;
  const broken = count(({ state }) => state === 'broken');
  const biased = count(({ bias }) => bias !== null);
  const subject = countedNoun(audited.length, 'result');
  const breaks = broken === 0 ? 'none breaks a law' : `${countText(broken)} with a broken law`;
  const biases = biased === 0 ? 'none has a bias' : `${countText(biased)} with a bias`;
  return `${subject}: ${breaks}, ${biases}.`;
}
