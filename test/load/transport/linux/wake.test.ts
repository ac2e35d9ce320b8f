import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { monotonicNow } from '../../../../src/monotonic-clock.ts';
import {
  OVER,
  type TcpTransportOptions,
  type Tick,
  type Transport,
  type TransportEvents,
} from '../../../../src/load/transport/transport.ts';
import { nanoseconds } from '../../../../src/units.ts';
import { describeTransports } from '../../../support/transports.ts';

const DEAF: TransportEvents = {
  onConnect: () => {},
  onOpen: () => {},
  onSent: () => {},
  onBytes: () => {},
  onClose: () => {},
};
/** Well below the second after which a transport looks whether it was told something all the same. */
const SOON_MS = 700;

describeTransports('a transport that waits', (name) => {
  if (name === 'node') return;

  it('ticks when another thread wakes it, long before anything is due', async () => {
    const { Wake } = await import('../../../../src/load/transport/linux/wake.ts');
    const wake = new Wake();
    const transport = await make(name, optionsWith(wake.fd));
    // The transport blocks this thread, so the other one has to be at work before.
    const other = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       setTimeout(() => require('node:fs').writeSync(workerData, new BigUint64Array([1n])), 100);
       parentPort.postMessage('up');`,
      { eval: true, workerData: wake.fd },
    );
    await new Promise((resolve) => other.once('message', resolve));
    const waitedMs = await waitOnce(transport);
    assert.ok(waitedMs < SOON_MS, `${waitedMs} ms`);
    await other.terminate();
    wake.close();
  });

  it('does not wait when it was woken before', async () => {
    const { Wake } = await import('../../../../src/load/transport/linux/wake.ts');
    const wake = new Wake();
    const transport = await make(name, optionsWith(wake.fd));
    wake.wake();
    const waitedMs = await waitOnce(transport);
    assert.ok(waitedMs < SOON_MS, `${waitedMs} ms`);
    wake.close();
  });

  it('looks up by itself within 10 ms or so where nobody could wake it', async () => {
    const transport = await make(name, optionsWith());
    const waitedMs = await waitOnce(transport);
    assert.ok(waitedMs < SOON_MS, `${waitedMs} ms`);
  });
});

function optionsWith(wakeFd?: number): TcpTransportOptions {
  return {
    endpoint: { host: '127.0.0.1', port: 1 },
    requests: [Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    connections: 1,
    firstConnection: 0,
    stamps: 'kernel',
    ...(wakeFd === undefined ? {} : { wakeFd }),
  };
}

async function make(name: 'uring' | 'epoll', options: TcpTransportOptions): Promise<Transport> {
  if (name === 'uring') {
    const { UringTransport } = await import('../../../../src/load/transport/uring-transport.ts');
    return new UringTransport(options, DEAF);
  }
  const { EpollTransport } = await import('../../../../src/load/transport/epoll-transport.ts');
  return new EpollTransport(options, DEAF);
}

/** Lets it wait for a tick that is an hour away. @returns how long it was until it ticked all the same */
async function waitOnce(transport: Transport): Promise<number> {
  const startedAt = monotonicNow();
  let ticks = 0;
  const tick: Tick = (now) => (ticks++ === 0 ? nanoseconds(now + 3_600e9) : OVER);
  await transport.run(tick);
  return (monotonicNow() - startedAt) / 1e6;
}
