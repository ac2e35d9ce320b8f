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
  const { figure, reached, asked } = verdict;
  const figureText = Number.isNaN(reached) ? 'not measured' : printed(reached, asked);
  const bound = asked.bound === 'atMost' ? 'at most' : 'at least';
  return `${isReached(verdict) ? 'reached' : 'NOT reached'}: ${figure}: ${figureText} (asked: ${bound} ${printed(asked.value, asked)})`;
}

function printed(value: number, { unit, digits }: Asked): string {
  const text = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${text}${unit}`;
}
