import type { z } from 'zod';

/** The first thing wrong with outside input, as `where it is: what it is`. */
export function firstIssue(error: z.ZodError): { path: string; message: string } {
  const [issue] = error.issues;
  if (issue === undefined) return { path: '', message: 'not valid' };
  const { path, message } = tellingIssue(issue);
  return { path: path.map(String).join('.'), message };
}

type Issue = Pick<z.core.$ZodIssue, 'path' | 'message'>;

/** Of input that may have one of several forms, what is wrong with the form that it has; of a key, what a key is. */
function tellingIssue(issue: z.core.$ZodIssue): Issue {
  if (issue.code === 'invalid_key')
    return { path: issue.path, message: issue.issues[0]?.message ?? issue.message };
  if (issue.code !== 'invalid_union') return issue;
  const ofForm = issue.errors.flatMap(([first]) => first ?? []).find(({ code }) => code !== 'invalid_type');
  if (ofForm === undefined) return issue;
  const { path, message } = tellingIssue(ofForm);
  return { path: [...issue.path, ...path], message };
}
