import { ChunkedBody } from './chunked-body.ts';
import { MALFORMED, NEEDS_MORE } from './outcome.ts';
import type { RequestTemplate } from './request.ts';

/** What is wrong with a request, and what to do about it. */
export interface FramingProblem {
  what: string;
  remedy: string;
}

/**
 * Says why a server could not tell where a request ends, or whom it is for (RFC 9112 §6 and §3.2). Such a request
 * leaves bytes on the connection that are taken for the next one.
 */
export function framingProblem({ headers, body }: RequestTemplate): FramingProblem | undefined {
  const values = (name: string): string[] =>
    headers.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value);
  const lengths = values('content-length');
  const codings = values('transfer-encoding');
  if (values('host').length > 1)
    return { what: 'Host is given twice', remedy: 'Give it once, or not at all' };
  if (codings.length > 0 && lengths.length > 0)
    return {
      what: 'Content-Length and Transfer-Encoding exclude each other',
      remedy: 'Leave one of them out',
    };
  if (lengths.length > 1)
    return {
      what: 'Content-Length is given twice',
      remedy: 'Leave it out: it is added where there is a body',
    };
  if (lengths[0] !== undefined) return lengthProblem(lengths[0], body?.length ?? 0);
  return codings.length === 0 ? undefined : chunkedProblem(codings.join(','), body);
}

function lengthProblem(given: string, length: number): FramingProblem | undefined {
  if (/^\d+$/.test(given) && Number(given) === length) return undefined;
  return {
    what: `Content-Length says ${given}, and the body has ${length} bytes`,
    remedy: 'Leave it out: it is added where there is a body',
  };
}

function chunkedProblem(codings: string, body: Uint8Array = new Uint8Array()): FramingProblem | undefined {
  const last = codings.split(',').at(-1)?.trim().toLowerCase();
  if (last !== 'chunked')
    return {
      what: `Transfer-Encoding ends in ${last}, so a server cannot tell where the request ends`,
      remedy: 'Let it end in chunked, or leave it out',
    };
  const end = new ChunkedBody().feed(body, 0, body.length);
  if (end === body.length && end > 0) return undefined;
  const flaw =
    end === MALFORMED
      ? 'is not in chunks'
      : end === NEEDS_MORE
        ? 'has no last chunk'
        : 'goes on after its last chunk';
  return {
    what: `Transfer-Encoding says chunked, and the body ${flaw}`,
    remedy:
      'Write the chunks, each "SIZE\\r\\nBYTES\\r\\n" and at the end "0\\r\\n\\r\\n", or leave the header out',
  };
}
