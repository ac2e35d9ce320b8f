import type { Column, FigureTable } from '../figure-table.ts';
import { html, type Markup } from './markup.ts';

/** A table with its caption; one that is too wide scrolls by itself, with the keyboard too. */
export function tableElement(table: FigureTable): Markup {
  const { title, keys, columns } = table;
  const all = [...keys, ...columns];
  const rowCount = all[0]?.cells.length ?? 0;
  const hasGroups = all.some(({ group }) => group !== null);
  return html`<div class="table" role="region" aria-label="${title}" tabindex="0">
    <table>
      <caption>
        ${title}
      </caption>
      <thead>
        ${hasGroups ? groupRow(all) : undefined}
        <tr>
          ${all.map((column) => headerCell(column))}
        </tr>
      </thead>
      <tbody>
        ${Array.from(
          { length: rowCount },
          (_, row) =>
            html`<tr>
              ${keys.map((column) => keyCell(column, cellText(column, row)))}${columns.map((column) => html`<td class="${classOf(column)}">${cellText(column, row)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const cellText = ({ cells }: Column, row: number): string => cells[row] ?? '';

/** A header that says nothing is none: most rows have no mark. */
const keyCell = ({ align }: Column, text: string): Markup =>
  text === '' ? html`<td></td>` : html`<th scope="row" class="${align}">${text}</th>`;

const classOf = ({ align, tone }: Column): string => (tone === 'plain' ? align : `${align} ${tone}`);

/** A column of marks has no header for the eye. */
const headerCell = ({ header, align }: Column): Markup =>
  header === ''
    ? html`<th scope="col"><span class="unseen">mark</span></th>`
    : html`<th scope="col" class="${align}">${header}</th>`;

/** A name above the columns that share one. */
function groupRow(columns: readonly Column[]): Markup {
  const runs: { group: string | null; span: number }[] = [];
  for (const { group } of columns) {
    const last = runs.at(-1);
    if (last !== undefined && last.group === group) last.span++;
    else runs.push({ group, span: 1 });
  }
  return html`<tr class="groups">
    ${runs.map(({ group, span }) =>
      group === null
        ? html`<td colspan="${span}"></td>`
        : html`<th scope="colgroup" colspan="${span}">${group}</th>`,
    )}
  </tr>`;
}
