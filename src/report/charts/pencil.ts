import type * as Plot from '@observablehq/plot';

/** What draws a chart. A page in a browser may make one of its own document. */
export interface Pencil {
  readonly plot: typeof Plot;
  /** Draws to SVG text without a style of its own: colours and fonts are those of the document around it. */
  readonly draw: (options: Plot.PlotOptions) => string;
}

/** User units of a chart's text. */
export const FONT_SIZE = 13;

/** Loads Observable Plot, and a document for it, which takes some hundred milliseconds: only where a chart is drawn. */
export async function loadPencil(): Promise<Pencil> {
  const [plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  return {
    plot,
    draw: (options) => {
      const svg = plot.plot({ ...options, document });
      // It would take an exception in the content security policy, and says nothing that the document's does not.
      svg.querySelector('style')?.remove();
      svg.setAttribute('font-size', String(FONT_SIZE));
      svg.setAttribute('class', 'plot');
      // What Plot calls its marks is for style sheets and tests: a group without a role is not to have a name (WAI-ARIA 1.2).
      for (const group of svg.querySelectorAll('[aria-label]')) {
        group.setAttribute('class', group.getAttribute('aria-label').replaceAll(' ', '-'));
        group.removeAttribute('aria-label');
      }
      // The size follows from the place it is put in; the viewBox stays.
      for (const name of ['width', 'height', 'font-family']) svg.removeAttribute(name);
      return svg.outerHTML;
    },
  };
}
