import { FONT_SIZE } from './pencil.ts';

/** Plots of one width below each other in one picture: their axes of time are over one another. */
export function stackedPlots(
  plots: readonly { readonly svg: string; readonly height: number }[],
  width: number,
): string {
  let top = 0;
  const placed = plots.map(({ svg, height }) => {
    const y = top;
    top += height;
    return svg.replace('<svg ', `<svg x="0" y="${y}" width="${width}" height="${height}" `);
  });
  return `<svg viewBox="0 0 ${width} ${top}" fill="currentColor" font-size="${FONT_SIZE}" class="plot">${placed.join('')}</svg>`;
}
