import pc from 'picocolors';
import type { Comparison } from '../samples/comparison.ts';
import { comparisonTable } from './comparison-columns.ts';
import { comparisonHead, comparisonNotes, comparisonSummary } from './comparison-notes.ts';
import { paragraph } from './paragraph.ts';
import type { TerminalOptions } from './run-terminal.ts';
import { tableLines } from './text-table.ts';

const WIDTH = 80;

/** A comparison for a terminal of 80 columns. */
export function comparisonTerminal(comparison: Comparison, { color }: TerminalOptions): string {
  const colours = pc.createColors(color);
  const paint = { heading: colours.bold, published: colours.cyan, warning: colours.yellow };
  const sections = [
    paragraph(comparisonHead(comparison), WIDTH).map(colours.bold),
    tableLines(comparisonTable(comparison), WIDTH, paint),
    paragraph(comparisonSummary(comparison), WIDTH),
    ...comparisonNotes(comparison).map((note) => paragraph(note, WIDTH)),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
