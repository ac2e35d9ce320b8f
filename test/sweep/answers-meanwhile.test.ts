import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { loadSettingsSchema } from '../../src/plan/load-settings.ts';
import { answersMeanwhile } from '../../src/sweep/answers-meanwhile.ts';

const SERVICE_MS = 300;

/** Takes one at a time, of those that `isHeld` says. */
function oneAtATime(isHeld: (url: string) => boolean): RequestListener {
  let line: Promise<unknown> = Promise.resolve();
  return (request, response) => {
    if (!isHeld(request.url ?? '')) {
      response.writeHead(404).end();
      return;
    }
    line = held(line);
    void line.then(() => response.end('ok'));
  };
}

async function held(before: Promise<unknown>): Promise<void> {
  await before;
  await delay(SERVICE_MS);
}

async function asked(listener: RequestListener, serviceMs: number): Promise<boolean | undefined> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = new URL(`http://127.0.0.1:${port}/it`);
  const settings = loadSettingsSchema.parse({ duration: '10s', timeout: '30s', endpoint: '/it' });
  try {
    return await answersMeanwhile(
      { url, settings, signal: new AbortController().signal },
      { slots: 1, serviceMs },
    );
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

it('a server whose handler has a slot refuses what it does not have at once; one that does nothing else does not', async () => {
  const answers = await Promise.all([
    asked(
      oneAtATime((url) => url === '/it'),
      SERVICE_MS,
    ),
    asked(
      oneAtATime(() => true),
      SERVICE_MS,
    ),
  ]);
  assert.deepEqual(answers, [true, false]);
});

it('is not asked where a service is over before it could answer', async () => {
  assert.equal(
    await asked(
      oneAtATime(() => true),
      5,
    ),
    undefined,
  );
});
