import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { framingProblem } from '../../../src/load/http/request-framing.ts';
import { encodeRequest, type RequestTemplate } from '../../../src/load/http/request.ts';

const GET: RequestTemplate = {
  host: '127.0.0.1:8000',
  method: 'GET',
  target: '/a?b=1',
  headers: [],
  body: undefined,
};
const BODY = Buffer.from('näh');

const encoded: readonly {
  name: string;
  request: Partial<RequestTemplate>;
  lines: string[];
  bodyless?: true;
}[] = [
  {
    name: 'a request without a body',
    request: {},
    lines: ['GET /a?b=1 HTTP/1.1', 'Host: 127.0.0.1:8000', '', ''],
  },
  {
    name: 'a body with its length in bytes',
    request: { method: 'POST', body: BODY },
    lines: ['POST /a?b=1 HTTP/1.1', 'Host: 127.0.0.1:8000', 'Content-Length: 4', '', BODY.toString('latin1')],
  },
  {
    name: 'the length of a body that GET has',
    request: { body: BODY },
    lines: ['GET /a?b=1 HTTP/1.1', 'Host: 127.0.0.1:8000', 'Content-Length: 4', '', BODY.toString('latin1')],
  },
  ...['POST', 'PUT', 'PATCH'].map((method) => ({
    name: `no bytes where ${method} has no body`,
    request: { method },
    lines: [`${method} /a?b=1 HTTP/1.1`, 'Host: 127.0.0.1:8000', 'Content-Length: 0', '', ''],
  })),
  {
    name: 'HEAD, whose response has no body',
    request: { method: 'HEAD' },
    lines: ['HEAD /a?b=1 HTTP/1.1', 'Host: 127.0.0.1:8000', '', ''],
    bodyless: true,
  },
  {
    name: 'headers in their order, also two of one name',
    request: {
      headers: [
        ['X-A', '1'],
        ['Accept', 'x'],
        ['x-a', '2'],
      ],
    },
    lines: ['GET /a?b=1 HTTP/1.1', 'Host: 127.0.0.1:8000', 'X-A: 1', 'Accept: x', 'x-a: 2', '', ''],
  },
  {
    name: 'the Host that is given',
    request: { headers: [['hOST', 'example.org']] },
    lines: ['GET /a?b=1 HTTP/1.1', 'hOST: example.org', '', ''],
  },
  {
    name: 'the length that is given',
    request: { method: 'PUT', headers: [['content-length', '4']], body: BODY },
    lines: ['PUT /a?b=1 HTTP/1.1', 'Host: 127.0.0.1:8000', 'content-length: 4', '', BODY.toString('latin1')],
  },
  {
    name: 'no length beside chunks',
    request: { method: 'POST', headers: [['Transfer-Encoding', 'chunked']], body: Buffer.from('0\r\n\r\n') },
    lines: ['POST /a?b=1 HTTP/1.1', 'Host: 127.0.0.1:8000', 'Transfer-Encoding: chunked', '', '0', '', ''],
  },
  {
    name: 'header values in Latin-1',
    request: { headers: [['X-Name', 'Zoë']] },
    lines: ['GET /a?b=1 HTTP/1.1', 'Host: 127.0.0.1:8000', 'X-Name: Zoë', '', ''],
  },
];

describe('encodeRequest', () => {
  for (const { name, request, lines, bodyless } of encoded) {
    it(`writes ${name}`, () => {
      const template = { ...GET, ...request };
      const { bytes, bodyless: isBodyless } = encodeRequest(template);
      assert.equal(bytes.toString('latin1'), lines.join('\r\n'));
      assert.equal(isBodyless, bodyless ?? false);
      assert.equal(framingProblem(template), undefined);
    });
  }

  it('writes what an HTTP server reads back, over and over on one connection', async () => {
    const seen: { method?: string | undefined; url?: string | undefined; headers: string[]; body: Buffer }[] =
      [];
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { method, url, rawHeaders } = request;
      seen.push({ method, url, headers: rawHeaders, body: await buffer(request) });
      response.end();
    };
    const server = createServer((request, response) => void answer(request, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
    const requests = fc.record({
      host: fc.constant('localhost'),
      method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'),
      target: fc.webPath().map((path) => `/${path.replace(/^\/+/, '')}`),
      headers: fc.array(fc.tuple(fc.stringMatching(/^X-[A-Za-z0-9-]{1,10}$/), value)),
      body: fc.option(fc.uint8Array(), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        socket.write(encodeRequest(request).bytes);
        await once(socket, 'data');
        const got = seen.pop();
        assert.deepEqual([got?.method, got?.url], [request.method, request.target]);
        assert.deepEqual(got?.headers.slice(2, 2 + 2 * request.headers.length), request.headers.flat());
        assert.deepEqual(got?.body, Buffer.from(request.body ?? []));
      }),
    );
    socket.destroy();
    server.closeAllConnections();
    server.close();
  });
});
