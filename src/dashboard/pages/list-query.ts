import { z } from 'zod';

/** Which page of the list is asked for. */
export interface ListQuery {
  /** From 1 on. */
  readonly page: number;
  /** A part of the plan's name; empty for all. */
  readonly plan: string;
}

/** Runs on a page of the list. */
export const RUNS_A_PAGE = 50;

/** Nobody has as many runs. */
const LAST_PAGE = 1_000_000;
const LONGEST_NAME = 200;

const querySchema = z.object({
  page: z.coerce.number().int().min(1).max(LAST_PAGE).catch(1),
  plan: z
    .string()
    .transform((text) => text.trim().slice(0, LONGEST_NAME))
    .catch(''),
});

/** Reads a query; what makes no sense in it is as if it was left out. */
export const listQuery = (query: unknown): ListQuery => querySchema.parse(query);

/** As a URL has it: nothing of what is usual. */
export function listPath({ page, plan }: ListQuery, path = '/'): string {
  const parameters = new URLSearchParams([
    ...(plan === '' ? [] : [['plan', plan]]),
    ...(page === 1 ? [] : [['page', String(page)]]),
  ]);
  return parameters.size === 0 ? path : `${path}?${parameters.toString()}`;
}
