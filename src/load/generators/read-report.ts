import type { z } from 'zod';

/** Reads what a tool wrote as JSON; undefined where it is not of the form that is known. */
export function readReport<Report extends z.ZodType>(
  schema: Report,
  text: string | undefined,
): z.output<Report> | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
