import fc from 'fast-check';
import type { Verdict } from './read-stream.ts';

/** A legal response made by chance, and what a client has to make of it. */
export interface LegalResponse {
  stream: Buffer;
  bodyless: boolean;
  /** Bytes of its body, without what frames it. */
  bodyLength: number;
  verdict: Verdict;
}

const NAME_BYTES = "!#$%&'*+-.^_`|~0123456789ABCXYZabcxyz";
const TEXT = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).filter((character) =>
  /^[\t -~\u0080-\u00ff]$/.test(character),
);
const FRAMING = /^(?:content-length|transfer-encoding|connection|upgrade|te|trailer|keep-alive)$/i;

const blank = fc.stringMatching(/^[ \t]{0,2}$/);
const text = fc.string({ unit: fc.constantFrom(...TEXT), maxLength: 20 });
const name = fc
  .string({ unit: fc.constantFrom(...NAME_BYTES.split('')), minLength: 1, maxLength: 12 })
  .filter((candidate) => !FRAMING.test(candidate));
/** A value that goes on in further lines. */
const folded = fc
  .array(text, { minLength: 2, maxLength: 3 })
  .chain((parts) => blank.map((space) => parts.join(`\r\n ${space}`)));
const field = fc
  .tuple(name, blank, fc.oneof({ weight: 5, arbitrary: text }, { weight: 1, arbitrary: folded }))
  .map(([of, space, is]) => `${of}:${space}${is}\r\n`);
const fields = fc.array(field, { maxLength: 4 });
const body = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

/** The same word in any mixture of cases. */
function anyCase(word: string): fc.Arbitrary<string> {
  return fc
    .array(fc.boolean(), { minLength: word.length, maxLength: word.length })
    .map((upper) =>
      Array.from(word, (letter, index) => (upper[index] === true ? letter.toUpperCase() : letter)).join(''),
    );
}

interface Framing {
  lines: readonly string[];
  /** What follows the head. */
  content: string;
  bodyLength: number;
  untilClose: boolean;
}

const byLength: fc.Arbitrary<Framing> = fc
  .tuple(body, anyCase('content-length'), fc.nat(3), fc.integer({ min: 1, max: 2 }), fc.boolean())
  .map(([content, of, zeros, times, listed]) => {
    const length = '0'.repeat(zeros) + String(content.length);
    const lengths = Array.from({ length: times }, () => length);
    const lines = listed ? [`${of}: ${lengths.join(' , ')}\r\n`] : lengths.map((is) => `${of}:${is}\r\n`);
    return { lines, content, bodyLength: content.length, untilClose: false };
  });

const extension = fc
  .tuple(name, fc.option(name), blank)
  .map(([of, is, space]) => `${space};${of}${is === null ? '' : `=${is}`}`);

const chunk = fc
  .tuple(
    body.filter((data) => data !== ''),
    fc.array(extension, { maxLength: 2 }),
    fc.nat(2),
    fc.boolean(),
  )
  .map(([data, extensions, zeros, upper]) => {
    const size = data.length.toString(16);
    const line = '0'.repeat(zeros) + (upper ? size.toUpperCase() : size) + extensions.join('');
    return { wire: `${line}\r\n${data}\r\n`, length: data.length };
  });

const byChunks: fc.Arbitrary<Framing> = fc
  .tuple(fc.array(chunk, { maxLength: 4 }), fields, anyCase('transfer-encoding'), anyCase('chunked'))
  .map(([chunks, trailers, of, coding]) => ({
    lines: [`${of}: ${coding}\r\n`],
    content: `${chunks.map(({ wire }) => wire).join('')}0\r\n${trailers.join('')}\r\n`,
    bodyLength: chunks.reduce((sum, { length }) => sum + length, 0),
    untilClose: false,
  }));

const byClose: fc.Arbitrary<Framing> = body.map((content) => ({
  lines: [],
  content,
  bodyLength: content.length,
  untilClose: true,
}));

type Connection = readonly [options: string, keeps: 'said' | 'unsaid' | 'closes'];
const connection = fc.constantFrom<Connection[]>(
  ['', 'unsaid'],
  ['x-own', 'unsaid'],
  ['keep-alive', 'said'],
  ['x-own , Keep-Alive', 'said'],
  ['close', 'closes'],
  ['keep-alive,\tCLOSE', 'closes'],
);

const interim = fc
  .tuple(fc.constantFrom('100 Continue', '102 Processing', '103 Early Hints'), fields)
  .map(([status, lines]) => `HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`);

interface Parts {
  framing: Framing;
  interims: readonly string[];
  before: readonly string[];
  after: readonly string[];
  status: number;
  reason: string;
  http10: boolean;
  connection: Connection;
  bodyless: boolean;
}

/** A response that RFC 9112 allows: any framing, fields, folds, cases, chunks, trailers and interim responses. */
export const legalResponse: fc.Arbitrary<LegalResponse> = fc
  .record<Parts>({
    framing: fc.oneof(byLength, byChunks, byClose),
    interims: fc.array(interim, { maxLength: 3 }),
    before: fields,
    after: fields,
    status: fc.constantFrom(200, 201, 204, 304, 404, 500, 599),
    reason: fc.oneof(fc.constant(''), text),
    http10: fc.boolean(),
    connection,
    bodyless: fc.boolean(),
  })
  // HTTP/1.0 has no chunks.
  .filter(({ framing, http10 }) => !(http10 && /chunked/i.test(framing.lines.join(''))))
  .map(assemble);

function assemble(parts: Parts): LegalResponse {
  const { framing, interims, before, after, status, reason, http10, bodyless } = parts;
  const [options, keeps] = parts.connection;
  const statusLine = `HTTP/1.${http10 ? 0 : 1} ${status} ${reason}\r\n`;
  const lines = [...framing.lines, ...(options === '' ? [] : [`Connection: ${options}\r\n`])];
  const head = [...interims, statusLine, ...before, ...lines, ...after, '\r\n'].join('');
  const withoutBody = bodyless || status === 204 || status === 304;
  const stream = Buffer.from(head + (withoutBody ? '' : framing.content), 'latin1');
  const keepAlive = keeps === 'said' || (keeps === 'unsaid' && !http10);
  return {
    stream,
    bodyless,
    bodyLength: withoutBody ? 0 : framing.bodyLength,
    verdict:
      framing.untilClose && !withoutBody
        ? { state: 'untilClose', status }
        : { state: 'done', status, keepAlive, length: stream.length },
  };
}
