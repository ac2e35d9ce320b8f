import type { Verdict } from './read-stream.ts';

/** A whole response, as text in latin1, and what a client has to make of it. */
export interface ResponseSample {
  name: string;
  text: string;
  status: number;
  /** `untilClose` where only the end of the connection ends it. */
  ends: 'keepAlive' | 'close' | 'untilClose';
  bodyless?: true;
}

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

function sample(
  name: string,
  text: string,
  ends: ResponseSample['ends'] = 'keepAlive',
  status = 200,
): ResponseSample {
  return { name, text, status, ends };
}

function answerToHead(name: string, text: string): ResponseSample {
  return { ...sample(name, text), bodyless: true };
}

/** Every way in which a response may legally end, and oddities that are legal too. */
export const responseSamples: readonly ResponseSample[] = [
  sample('a length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'),
  sample('a length of 0', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'),
  sample(
    'a length with leading zeros',
    'HTTP/1.1 200 OK\r\nCONTENT-LENGTH:\t0000000000000000000005 \r\n\r\nhello',
  ),
  sample('a list of equal lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2, 2 ,2\r\n\r\nhi'),
  sample(
    'several equal lengths',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: y\r\nContent-Length: 02\r\n\r\nhi',
  ),
  sample('chunks', `${CHUNKED}5\r\nhello\r\n0\r\n\r\n`),
  sample('no chunk but the last', `${CHUNKED}0\r\n\r\n`),
  sample(
    'chunk sizes in hexadecimal',
    `${CHUNKED}0000000000000000a\r\n0123456789\r\nB\r\n0123456789a\r\n000\r\n\r\n`,
  ),
  sample('chunk extensions', `${CHUNKED}3;x=1;y="a, b;c"\r\nabc\r\n2 \t;z\r\nde\r\n0;last\r\n\r\n`),
  sample(
    'trailers',
    `${CHUNKED}1\r\nx\r\n0\r\nExpires: never\r\nContent-Length: 7\r\nConnection: close\r\n\r\n`,
  ),
  sample('a folded trailer', `${CHUNKED}1\r\nx\r\n0\r\nA: b\r\n c\r\n\r\n`),
  sample('chunks whose data look like an end', `${CHUNKED}7\r\n0\r\n\r\n0\n\r\n0\r\n\r\n`),
  sample(
    'another coding before chunked',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n0\r\n\r\n',
  ),
  sample(
    'codings in two fields',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: ,x-gzip\r\nTransfer-Encoding: chunked,,\r\n\r\n0\r\n\r\n',
  ),
  sample(
    'a coding with a parameter before chunked',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: own;q="a, \\"gzip", chunked\r\n\r\n0\r\n\r\n',
  ),
  sample(
    'chunks and a length, which does not count',
    'HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n',
  ),
  sample('204', 'HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n', 'keepAlive', 204),
  sample(
    '304 and the length it would have had',
    'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n',
    'keepAlive',
    304,
  ),
  sample(
    '304 and the coding it would have had',
    'HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: own\r\n\r\n',
    'keepAlive',
    304,
  ),
  answerToHead('a length that HEAD does not get', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'),
  answerToHead('chunks that HEAD does not get', CHUNKED),
  answerToHead('an end by close that HEAD does not wait for', 'HTTP/1.1 200 OK\r\n\r\n'),
  sample('neither length nor chunks', 'HTTP/1.1 200 OK\r\n\r\nhello', 'untilClose'),
  sample(
    'a coding that is not chunked',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: deflate\r\nContent-Length: 2\r\n\r\nhello',
    'untilClose',
  ),
  sample(
    'chunked that is not the last coding',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n',
    'untilClose',
  ),
  sample(
    'an interim response first',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi',
  ),
  sample(
    'several interim responses first',
    `${'HTTP/1.1 103 Early Hints\r\nContent-Length: 8\r\nConnection: close\r\n\r\n'.repeat(32)}HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nhi`,
    'keepAlive',
    404,
  ),
  sample('an announced close', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx', 'close'),
  sample(
    'a close among other options',
    'HTTP/1.1 200 OK\r\nConnection: upgrade,\t CLOSE , x\r\nContent-Length: 1\r\n\r\nx',
    'close',
  ),
  sample(
    'a close and a keep-alive',
    'HTTP/1.1 200 OK\r\nConnection: close\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx',
    'close',
  ),
  sample(
    'options that only look like close',
    'HTTP/1.1 200 OK\r\nConnection: closed, not close, clos, close;x\r\nContent-Length: 1\r\n\r\nx',
  ),
  sample('HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx', 'close'),
  sample(
    'HTTP/1.0 that is kept alive',
    'HTTP/1.0 200 OK\r\nConnection: x, Keep-Alive\r\nContent-Length: 1\r\n\r\nx',
  ),
  sample(
    'HTTP/1.0 that says keep-alive and cannot',
    'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n\r\nx',
    'untilClose',
  ),
  sample('a later minor version', 'HTTP/1.7 200 OK\r\nContent-Length: 1\r\n\r\nx'),
  sample('a status without a reason', 'HTTP/1.1 500 \r\nContent-Length: 1\r\n\r\nx', 'keepAlive', 500),
  sample('a status without the space behind it', 'HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx'),
  sample('a status above all classes', 'HTTP/1.1 999 Denied\r\nContent-Length: 1\r\n\r\nx', 'keepAlive', 999),
  sample('a reason in latin1', 'HTTP/1.1 200 \xe9t\xe9\t!\r\nContent-Length: 1\r\n\r\nx'),
  sample('folded fields', 'HTTP/1.1 200 OK\r\nX: a\r\n  b\r\n \r\n\tc\r\nContent-Length:\r\n 5\r\n\r\nhello'),
  sample(
    'a folded option',
    'HTTP/1.1 200 OK\r\nConnection: x,\r\n\tclose\r\nContent-Length: 1\r\n\r\nx',
    'close',
  ),
  sample('empty values', 'HTTP/1.1 200 OK\r\nX:\r\nConnection:\r\nContent-Length:1\r\n\r\nx'),
  sample(
    'names that begin as those that count',
    'HTTP/1.1 200 OK\r\nContent-Lengthy: 9\r\nConnect: close\r\nTransfer: chunked\r\nContent-Length: 1\r\n\r\nx',
  ),
];

/** What a parser has to find in a sample. */
export function verdictOf({ text, status, ends }: ResponseSample): Verdict {
  if (ends === 'untilClose') return { state: 'untilClose', status };
  return { state: 'done', status, keepAlive: ends === 'keepAlive', length: text.length };
}
