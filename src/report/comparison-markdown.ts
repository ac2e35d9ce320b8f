import type { Comparison } from '../samples/comparison.ts';
import { comparisonTable } from './comparison-columns.ts';
import { comparisonHead, comparisonNotes, comparisonSummary } from './comparison-notes.ts';
import { escaped, markdownTable } from './markdown.ts';

/** A comparison for a pull request. */
export function comparisonMarkdown(comparison: Comparison): string {
  const sections = [
    `## ${escaped(comparisonHead(comparison))}`,
    escaped(comparisonSummary(comparison)),
    markdownTable(comparisonTable(comparison)),
    ...comparisonNotes(comparison).map(escaped),
  ];
  return `${sections.join('\n\n')}\n`;
}
