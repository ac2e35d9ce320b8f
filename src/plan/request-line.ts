import { z } from 'zod';
import {
  headerNameField,
  headerValueField,
  methodField,
  requestPathField,
  type HeaderLine,
} from './request-fields.ts';

/** What a request carries, or where it is read from. */
export type BodySource =
  | { from: 'nothing' }
  | { from: 'text'; text: string }
  | { from: 'json'; text: string }
  | { from: 'base64'; text: string }
  | { from: 'file'; path: string };

const headersField = z.record(z.string(), z.unknown()).transform((headers, context): HeaderLine[] =>
  Object.entries(headers).flatMap(([name, given]) => {
    const values = Array.isArray(given) ? (given as unknown[]) : [given];
    return values.map((value): HeaderLine => [
      checked(headerNameField, name, name, context),
      checked(headerValueField, value, name, context),
    ]);
  }),
);

/** Checks a part of a field. */
function checked(field: z.ZodType<string>, value: unknown, name: string, context: z.RefinementCtx): string {
  const parsed = field.safeParse(value);
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', path: [name], message: parsed.error.issues[0]?.message ?? 'not valid' });
  return '';
}

const bodyField = z.unknown().transform((body, context): BodySource => {
  if (typeof body === 'string') return { from: 'text', text: body };
  if (typeof body === 'object' && body !== null) return { from: 'json', text: JSON.stringify(body) };
  context.addIssue({ code: 'custom', message: 'a body is text, or an object or array that is sent as JSON' });
  return z.NEVER;
});

/** One line of a file of requests. */
export const requestLineSchema = z
  .strictObject({
    method: methodField.optional(),
    path: requestPathField.optional(),
    url: requestPathField.optional(),
    headers: headersField.optional(),
    body: bodyField.optional(),
    bodyBase64: z.base64('this is not base64').optional(),
    bodyFile: z.string().min(1, 'a file has a name').optional(),
    weight: z.number().positive('a weight is above zero').max(1e9, 'a weight is 1e9 at most').optional(),
  })
  .refine(
    ({ path, url }) => path === undefined || url === undefined,
    'path and url are the same; give one of them',
  )
  .refine(
    ({ body, bodyBase64, bodyFile }) =>
      [body, bodyBase64, bodyFile].filter((given) => given !== undefined).length <= 1,
    'a request has one body; give one of body, bodyBase64 and bodyFile',
  )
  .transform(({ method, path, url, headers = [], body, bodyBase64, bodyFile, weight }) => ({
    method,
    path: path ?? url,
    headers,
    body: bodySource(body, bodyBase64, bodyFile),
    weight,
  }));

function bodySource(body?: BodySource, base64?: string, file?: string): BodySource {
  if (base64 !== undefined) return { from: 'base64', text: base64 };
  if (file !== undefined) return { from: 'file', path: file };
  return body ?? { from: 'nothing' };
}
