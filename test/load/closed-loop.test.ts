import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { it } from 'node:test';
import { ClosedLoop } from '../../src/load/closed-loop.ts';
import { MeasurementWindow } from '../../src/load/measurement-window.ts';
import { ThreadCounters } from '../../src/load/thread-counters.ts';
import type { Transport, TransportEvents } from '../../src/load/transport/transport.ts';
import { milliseconds, millisecondsToNanoseconds } from '../../src/units.ts';

/** A server that takes every connection and answers nothing. */
function silentTransport(events: TransportEvents): Transport {
  return {
    open: (connection) => queueMicrotask(() => events.onOpen(connection)),
    send: () => {},
    close: () => {},
  };
}

it('keeps one timer for all time-outs, however long it gives requests up', async () => {
  const duration = milliseconds(60_000);
  const loop = new ClosedLoop({
    connections: 50,
    timeout: milliseconds(20),
    timeoutPolicy: 'abort',
    bodyless: false,
    window: new MeasurementWindow(millisecondsToNanoseconds(duration), MeasurementWindow.createMemory()),
    counters: new ThreadCounters(ThreadCounters.createMemory()),
    createTransport: silentTransport,
  });
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  await loop.connect();
  loop.start();
  await delay(500);
  assert.ok(timers() - before <= 1, `${timers() - before} timers`);
  const { connectionsOpened } = loop.finish();
  assert.ok(connectionsOpened > 50 * 10, `${connectionsOpened} connections`);
});
