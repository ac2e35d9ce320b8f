import { z } from 'zod';

/** A header as it is sent; a request may have several of one name. */
export type HeaderLine = readonly [name: string, value: string];

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']);

/** The method of a request (RFC 9110 §9). */
export const methodField = z
  .string()
  .regex(TOKEN, 'a method is one word, such as GET')
  .refine((method) => method.toUpperCase() !== 'CONNECT', 'CONNECT opens a tunnel, which is not measured')
  .refine((method) => KNOWN_METHODS.has(method) || !KNOWN_METHODS.has(method.toUpperCase()), {
    error: ({ input }) => `methods are in capitals: write ${String(input).toUpperCase()}`,
  });

/** The path of a request, with its query: it is sent as it is written. */
export const requestPathField = z
  .string()
  .regex(
    /^\/[^#]*$/,
    'a path begins with a slash and has no "#"; all requests go to the server that is given, so no scheme and host',
  )
  .regex(
    /^[!-~]*$/,
    'a path is of visible ASCII characters; write others by their bytes: a space is %20, é is %C3%A9',
  );

/** They say where a request ends, which follows from its body. */
const FRAMING: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding']);

export const headerNameField = z
  .string()
  .regex(TOKEN, 'the name of a header is one word of letters, digits and hyphens');

/**
 * The value of a header, without the white space around it. A line end would end the header and begin another, or
 * another request.
 */
export const headerValueField = z
  .string('the value of a header is text')
  .regex(/^[\t -~\u0080-\uffff]*$/, 'the value of a header has no line ends or other control characters')
  .regex(
    /^[\t -~\u0080-\u00ff]*$/,
    'the value of a header is of Latin-1 characters; encode others, such as by %E2%82%AC for €',
  )
  .transform((value) => value.replaceAll(/^[ \t]+|[ \t]+$/g, ''));

/** Headers by name, each once, beside those that every request needs. */
export const headersField = z.record(headerNameField, headerValueField).superRefine((headers, context) => {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const framing = names.find((name) => FRAMING.has(name));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (framing !== undefined)
    context.addIssue({ code: 'custom', message: `${framing} follows from the body: leave it out` });
  if (twice !== undefined)
    context.addIssue({ code: 'custom', message: `${twice} is given twice: give each header once` });
});
