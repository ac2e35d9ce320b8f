import type { z } from 'zod';

/** The first thing wrong with outside input, as `where it is: what it is`. */
export function firstIssue(error: z.ZodError): { path: string; message: string } {
  const issue = error.issues[0];
  if (issue === undefined) return { path: '', message: 'not valid' };
  const [told, ...path] = tellingIssue(issue, []);
  return { path: path.map(String).join('.'), message: told.message };
}

/** Of input that may have one of several forms, what is wrong with the form that it has. */
function tellingIssue(
  issue: z.core.$ZodIssue,
  above: readonly PropertyKey[],
): [z.core.$ZodIssue, ...PropertyKey[]] {
  const path = [...above, ...issue.path];
  const ofForm =
    issue.code === 'invalid_union'
      ? issue.errors
          .map(([first]) => first)
          .find((first) => first !== undefined && first.code !== 'invalid_type')
      : undefined;
  return ofForm === undefined ? [issue, ...path] : tellingIssue(ofForm, path);
}
