/** Text that is HTML already. Everything else is escaped when it is put into some. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | undefined | readonly (Markup | undefined)[];

/** Takes its meaning from whatever HTML would read as markup, in text and in attributes. */
export function escapedHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** HTML of a template; what is filled in is escaped, unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const filled = strings.map((string, index) => string + partText(parts[index]));
  return { markup: filled.join('') };
}

/** What somebody else has escaped: the SVG of charts, the style sheet. */
export const trustedMarkup = (markup: string): Markup => ({ markup });

function partText(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapedHtml(String(part));
  if (isMarkup(part)) return part.markup;
  return part.map((one) => one?.markup ?? '').join('\n');
}

const isMarkup = (part: Markup | readonly (Markup | undefined)[]): part is Markup => 'markup' in part;
