import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { it } from 'node:test';
import fc from 'fast-check';
import { legalResponse } from '../../support/legal-response.ts';
import { mutatedResponses } from '../../support/mutated-responses.ts';
import { readStream } from '../../support/read-stream.ts';

/** What Node's own client makes of a response; undefined when it refuses it. */
type NodeVerdict = { status: number; bodyLength: number } | undefined;

/** Serves each stream on a connection that ends with it, and reads it with Node's client. */
async function readWithNode(
  streams: readonly { stream: Buffer; bodyless: boolean }[],
): Promise<NodeVerdict[]> {
  const left = streams.map(({ stream }) => stream);
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(left.shift() ?? ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const verdicts: NodeVerdict[] = [];
  for (const { bodyless } of streams) verdicts.push(await requestOnce(port, bodyless ? 'HEAD' : 'GET'));
  await new Promise((resolve) => server.close(resolve));
  return verdicts;
}

function requestOnce(port: number, method: string): Promise<NodeVerdict> {
  const agent = new Agent({ keepAlive: true });
  return new Promise<NodeVerdict>((resolve) => {
    const sent = request({ host: '127.0.0.1', port, method, agent }, (response) => {
      let bodyLength = 0;
      response.on('data', (bytes: Buffer) => (bodyLength += bytes.length));
      response.on('error', () => resolve(undefined));
      response.on('close', () =>
        resolve(response.complete ? { status: response.statusCode ?? 0, bodyLength } : undefined),
      );
    });
    sent.on('error', () => resolve(undefined));
    sent.on('upgrade', (_, socket) => {
      socket.destroy();
      resolve(undefined);
    });
    sent.end();
  }).finally(() => agent.destroy());
}

/** Node's client refuses folded fields, which a client has to take (RFC 9112 §5.2). */
const unfoldedResponse = legalResponse.filter(({ stream }) => !/\r\n[ \t]/.test(stream.toString('latin1')));

it("agrees with Node's own client on every legal response that it takes", async () => {
  const responses = fc.sample(unfoldedResponse, { numRuns: 400, seed: 9_110 });
  const verdicts = await readWithNode(responses);
  let taken = 0;
  for (const [index, verdict] of verdicts.entries()) {
    const response = responses[index] ?? assert.fail();
    if (verdict === undefined) continue;
    taken++;
    const { status } = response.verdict as { status: number };
    assert.deepEqual(
      verdict,
      { status, bodyLength: response.bodyLength },
      response.stream.toString('latin1'),
    );
  }
  assert.ok(taken > 200, `it took ${taken} of 400`);
});

it("agrees with Node's own client on the mutated responses that both take", async () => {
  const responses = [...mutatedResponses(1_000, 9_111)].map((stream) => ({ stream, bodyless: false }));
  const verdicts = await readWithNode(responses);
  let both = 0;
  for (const [index, { stream }] of responses.entries()) {
    const [ours, nodes] = [readStream(stream), verdicts[index]];
    if (nodes === undefined || (ours.state !== 'done' && ours.state !== 'untilClose')) continue;
    both++;
    assert.equal(ours.status, nodes.status, stream.toString('latin1'));
  }
  assert.ok(both > 100, `both took ${both} of 1,000`);
});
