import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoopConnections } from '../../src/load/loop.ts';
import { MeasurementWindow } from '../../src/load/measurement-window.ts';
import { OpenLoop, type OpenLoopOptions } from '../../src/load/open-loop.ts';
import { RequestBudget } from '../../src/load/request-budget.ts';
import { milliseconds, nanoseconds, type Nanoseconds } from '../../src/units.ts';

const NO_LEAD = nanoseconds(0);
const MINUTE = nanoseconds(60e9);

/** Connections that do at once what they are told, on a clock that the test sets. */
class FakeConnections implements LoopConnections {
  now = nanoseconds(0);
  readonly sent: { connection: number; dueAt: Nanoseconds; freeAt: Nanoseconds }[] = [];
  readonly opened: number[] = [];
  readonly free = new Set<number>();
  readonly closed = new Set<number>();

  send(connection: number, dueAt: Nanoseconds, freeAt: Nanoseconds): Nanoseconds {
    this.free.delete(connection);
    this.sent.push({ connection, dueAt, freeAt });
    return this.now;
  }
  open(connection: number): void {
    this.closed.delete(connection);
    this.opened.push(connection);
  }
  isFree(connection: number): boolean {
    return this.free.has(connection);
  }
  isClosed(connection: number): boolean {
    return this.closed.has(connection);
  }
}

/** A loop whose requests are due so many ms after it began, and which has so many connections free and closed. */
function loopOf(
  dueMs: readonly number[],
  { free = 0, closed = 0, ...options }: Partial<OpenLoopOptions> & { free?: number; closed?: number } = {},
) {
  const connections = new FakeConnections();
  for (let connection = 0; connection < free; connection++) connections.free.add(connection);
  for (let connection = free; connection < free + closed; connection++) connections.closed.add(connection);
  const window = new MeasurementWindow(MINUTE, NO_LEAD, MeasurementWindow.createMemory());
  const begunAt = window.begin();
  const at = (ms: number): Nanoseconds => nanoseconds(begunAt + ms * 1e6);
  const due = [...dueMs];
  const loop = new OpenLoop(connections, {
    capacity: free + closed,
    nextArrival: () => milliseconds(due.shift() ?? Infinity),
    catchUp: 'send',
    timeout: nanoseconds(1e9),
    timeoutPolicy: 'abort',
    window,
    budget: new RequestBudget(undefined),
    ...options,
  });
  loop.begin(begunAt);
  const tick = (ms: number): Nanoseconds => {
    connections.now = at(ms);
    return loop.tick(at(ms));
  };
  return { loop, connections, at, tick };
}

describe('an open loop', () => {
  it('sends each request when it is due, and says when the next will be', () => {
    const { connections, at, tick } = loopOf([0, 5, 9], { free: 3 });
    assert.equal(tick(0), at(5));
    assert.equal(tick(4), at(5));
    assert.equal(tick(5), at(9));
    assert.deepEqual(
      connections.sent.map(({ dueAt }) => dueAt),
      [at(0), at(5)],
    );
  });

  it('sends late what was due while it was held up, with the starts that were intended', () => {
    const { connections, loop, at, tick } = loopOf([1, 2, 3], { free: 3 });
    tick(500);
    assert.deepEqual(
      connections.sent.map(({ dueAt }) => dueAt),
      [at(1), at(2), at(3)],
    );
    assert.equal(loop.finish(at(600)).scheduled, 3);
  });

  it('skips what is more than 10 ms behind when that is wished, and counts it', () => {
    const { connections, loop, at, tick } = loopOf([1, 2, 489.9, 490.1, 495], { free: 5, catchUp: 'skip' });
    tick(500);
    assert.deepEqual(
      connections.sent.map(({ dueAt }) => dueAt),
      [at(490.1), at(495)],
    );
    const { scheduled, skipped } = loop.finish(at(600));
    assert.deepEqual([scheduled, skipped], [5, 3]);
  });

  it('opens a connection for an arrival that finds none free, and sends on whichever is free first', () => {
    const { connections, loop, at, tick } = loopOf([0, 10, 20], { free: 1, closed: 2 });
    tick(0);
    tick(10);
    tick(20);
    assert.deepEqual(connections.opened, [1, 2]);
    loop.onAnswered(0, at(25));
    loop.onOpened(1, at(30));
    assert.deepEqual(connections.sent.slice(1), [
      { connection: 0, dueAt: at(10), freeAt: at(25) },
      { connection: 1, dueAt: at(20), freeAt: at(30) },
    ]);
    connections.free.add(2);
    loop.onOpened(2, at(31));
    const { waited, waits } = loop.finish(at(100));
    assert.equal(waited, 2);
    assert.deepEqual([waits.flat[15_000], waits.flat[10_000]], [1, 1]);
  });

  it('lets arrivals wait in their order when there may be no more connections', () => {
    const { connections, loop, at, tick } = loopOf([0, 1, 2, 3], { free: 1 });
    tick(3);
    assert.equal(connections.sent.length, 1);
    loop.onAnswered(0, at(10));
    loop.onAnswered(0, at(20));
    assert.deepEqual(
      connections.sent.map(({ dueAt }) => dueAt),
      [at(0), at(1), at(2)],
    );
    assert.equal(loop.finish(at(30)).unsentAtEnd, 1);
  });

  it('gives up an arrival that has waited for its time-out, and not under `wait`', () => {
    const timeout = nanoseconds(100e6);
    const { loop, at, tick } = loopOf([0, 50], { timeout });
    assert.equal(tick(60), at(100));
    assert.equal(tick(100), at(150));
    assert.equal(loop.finish(at(120)).gaveUpWaiting, 1);
    const patient = loopOf([0], { timeout, timeoutPolicy: 'wait' });
    assert.equal(patient.tick(500), Infinity);
    assert.equal(patient.loop.finish(patient.at(600)).unsentAtEnd, 1);
  });

  it('lets one arrival fail with each connection that does not open', () => {
    const { loop, at, tick } = loopOf([0, 1], { closed: 5 });
    tick(1);
    assert.equal(loop.onOpenFailed(0, at(2)), at(0));
    assert.equal(loop.onOpenFailed(1, at(3)), at(1));
    assert.equal(loop.onOpenFailed(2, at(4)), undefined);
  });

  it('tries a server that takes no connections ever more seldom, whatever arrives, until it takes one', () => {
    const due = Array.from({ length: 100 }, (_, index) => index);
    const { connections, loop, at, tick } = loopOf(due, { closed: 100 });
    tick(0);
    assert.equal(connections.opened.length, 1);
    loop.onOpenFailed(0, at(0.5));
    // 10 ms of rest after the first failure, 20 after the second.
    assert.equal(tick(9), at(10));
    assert.equal(connections.opened.length, 1);
    tick(10.5);
    assert.equal(connections.opened.length, 2);
    loop.onOpenFailed(1, at(11));
    tick(30);
    assert.equal(connections.opened.length, 2);
    tick(31);
    assert.equal(connections.opened.length, 3);
    loop.onOpened(connections.opened[2] ?? 0, at(31));
    tick(32);
    assert.ok(connections.opened.length > 20, 'one for each that waits');
  });

  it('tries one connection, not all, where opening fails at once', () => {
    const { connections, loop, at, tick } = loopOf([0, 11], { closed: 100 });
    connections.open = (connection) => {
      connections.closed.delete(connection);
      connections.opened.push(connection);
      loop.onOpenFailed(connection, connections.now);
    };
    tick(0);
    assert.equal(connections.opened.length, 1);
    tick(11);
    assert.equal(connections.opened.length, 2);
    assert.equal(loop.finish(at(12)).unsentAtEnd, 0);
  });

  it('does not send on a connection that was closed while it was free', () => {
    const { connections, loop, at, tick } = loopOf([5], { free: 2 });
    connections.free.delete(0);
    connections.closed.add(0);
    loop.onClosed(0, at(1));
    tick(5);
    assert.deepEqual(
      connections.sent.map(({ connection }) => connection),
      [1],
    );
    assert.equal(loop.finish(at(10)).unsentAtEnd, 0);
  });

  it('is over when the number asked for has been sent, and counts no more as due', () => {
    const budget = new RequestBudget(RequestBudget.createMemory(2));
    const { loop, connections, at, tick } = loopOf([0, 1, 2, 3], { free: 4, budget });
    assert.equal(tick(3), Infinity);
    assert.ok(loop.isOver);
    assert.equal(connections.sent.length, 2);
    assert.equal(loop.finish(at(10)).scheduled, 2);
  });

  it('balances where it is stopped in the warm-up, before its window', () => {
    const window = new MeasurementWindow(MINUTE, nanoseconds(10e9), MeasurementWindow.createMemory());
    window.begin();
    const { loop, at, tick } = loopOf([0, 1, 2], { free: 1, window });
    tick(1);
    const { scheduled, unsentAtStart, unsentAtEnd } = loop.finish(at(3));
    assert.deepEqual([scheduled, unsentAtStart, unsentAtEnd], [0, 2, 2]);
  });
});
