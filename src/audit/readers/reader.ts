import type { z } from 'zod';
import { UserError } from '../../errors.ts';
import { firstIssue } from '../../plan/first-issue.ts';
import { plainText } from '../plain-text.ts';
import type { StatedResult, Tool } from '../stated-result.ts';

/** How a tool's JSON is read. */
export interface JsonReader {
  readonly tool: Tool;
  /** Whether a document is this tool's, however broken. */
  readonly recognises: (document: object) => boolean;
  /** @throws {UserError} when it is the tool's and cannot be read */
  readonly read: (document: object, where: string) => StatedResult[];
}

/** How a tool's text is read. */
export interface TextReader {
  readonly tool: Tool;
  readonly recognises: (text: string) => boolean;
  /** @throws {UserError} when it is the tool's and cannot be read */
  readonly read: (text: string, where: string) => StatedResult[];
}

/**
 * Checks a document against the form that a tool writes.
 * @throws {UserError} that names the tool and the key
 */
export function parseForm<Form extends z.ZodType>(
  form: Form,
  document: unknown,
  tool: string,
  where: string,
): z.output<Form> {
  const parsed = form.safeParse(document);
  if (parsed.success) return parsed.data;
  const { path, message } = firstIssue(parsed.error);
  throw new UserError({ what: plainText(`this looks like ${tool}'s, but ${path}: ${message}`), where });
}

/** Says that a tool's text ends before its figures do, or is not of the form that is known. */
export function cutShort(tool: string, missing: string, where: string): UserError {
  return new UserError({
    what: `this looks like ${tool}'s, but it has no line for ${missing}`,
    where,
    remedy: 'Give its whole output, as it was printed',
  });
}
