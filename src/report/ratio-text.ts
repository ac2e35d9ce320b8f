import type { Estimate } from '../samples/interval.ts';

/** A ratio as far from 1 as this is said as a multiple, a nearer one as a change in percent. */
const MULTIPLE_FROM = 1.5;

/** A ratio as people say it, with its interval where it has one: `−0.1 % [−0.6, +0.4]`, `2.50 × [2.48, 2.52]`. */
export function ratioText({ estimate, low, high }: Estimate): string {
  if (estimate === null) return '-';
  const isMultiple = estimate >= MULTIPLE_FROM || estimate <= 1 / MULTIPLE_FROM;
  const text = isMultiple ? multipleText : changeText;
  const unit = isMultiple ? '×' : '%';
  const interval = low === null || high === null ? '' : ` [${text(low)}, ${text(high)}]`;
  return `${text(estimate)} ${unit}${interval}`;
}

const multipleText = (ratio: number): string => ratio.toFixed(2);

/** A change in percent with its sign; what rounds to nothing has none. */
function changeText(ratio: number): string {
  const percent = (ratio - 1) * 100;
  const size = Math.abs(percent).toFixed(1);
  if (size === '0.0') return size;
  return `${percent < 0 ? '−' : '+'}${size}`;
}
