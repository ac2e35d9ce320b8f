/** What is asked of a figure. */
export interface Asked {
  bound: 'atMost' | 'atLeast';
  value: number;
  /** As it is printed after the number, with its space. */
  unit: string;
  /** Decimals it is printed with. */
  digits: number;
}

/** A figure that was measured beside what is asked of it. */
export interface Verdict {
  figure: string;
  reached: number;
  asked: Asked;
}

export const atMost = (value: number, unit = '', digits = 2): Asked => ({
  bound: 'atMost',
  value,
  unit,
  digits,
});
export const atLeast = (value: number, unit = '', digits = 2): Asked => ({
  bound: 'atLeast',
  value,
  unit,
  digits,
});

/** A figure that could not be measured is no number, and reaches nothing. */
export function isReached({ reached, asked }: Verdict): boolean {
  return asked.bound === 'atMost' ? reached <= asked.value : reached >= asked.value;
}

/** `reached: …` or `NOT reached: …`, with the figure and what is asked. */
export function verdictLine(verdict: Verdict): string {
  const { figure, asked } = verdict;
  const bound = asked.bound === 'atMost' ? 'at most' : 'at least';
  const words = isReached(verdict) ? 'reached' : 'NOT reached';
  return `${words}: ${figure}: ${reachedText(verdict)} (asked: ${bound} ${printed(asked.value, asked)})`;
}

/** With more decimals where rounding would print a figure that misses as one that does not. */
function reachedText({ reached, asked }: Verdict): string {
  if (Number.isNaN(reached)) return 'not measured';
  const text = printed(reached, asked);
  return reached !== asked.value && text === printed(asked.value, asked)
    ? printed(reached, { ...asked, digits: asked.digits + 2 })
    : text;
}

function printed(value: number, { unit, digits }: Pick<Asked, 'unit' | 'digits'>): string {
  const text = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${text}${unit}`;
}
