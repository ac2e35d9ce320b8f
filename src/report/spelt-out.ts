/** Cases beyond these are counted, not spelt out: the table has them all. */
const CASES_SPELT_OUT = 2;

/** The first cases in words, and what is to be said of all the others together, if there are any. */
export function speltOut<Case>(
  cases: readonly Case[],
  caseText: (one: Case) => string,
  othersText: (others: readonly Case[]) => string,
): string {
  const spelt = cases.slice(0, CASES_SPELT_OUT).map((one) => caseText(one));
  const others = cases.slice(CASES_SPELT_OUT);
  return [...spelt, ...(others.length > 0 ? [othersText(others)] : [])].join('; ');
}
