import type { z } from 'zod';

/** The first thing wrong with outside input, as `where it is: what it is`. */
export function firstIssue(error: z.ZodError): { path: string; message: string } {
  const issue = error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  return { path, message: issue?.message ?? 'not valid' };
}
