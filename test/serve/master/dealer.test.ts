import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { Dealer, type Recipient } from '../../../src/serve/master/dealer.ts';

interface Dealt {
  readonly to: string;
  readonly socket: Socket;
  readonly left: (error: Error | null) => void;
}

/** Workers that take whatever they are handed; what was handed leaves when the test says so. */
function fakeWorkers(...names: string[]): { dealt: Dealt[]; workers: Recipient[]; order: () => string[] } {
  const dealt: Dealt[] = [];
  const workers = names.map((to) => ({
    hand: (socket: Socket, left: Dealt['left']) => void dealt.push({ to, socket, left }),
  }));
  return { dealt, workers, order: () => dealt.map(({ to }) => to) };
}

test('connections wait until the server opens, then are dealt in turn', () => {
  const { workers, order } = fakeWorkers('a', 'b');
  const dealer = new Dealer(() => workers);
  for (let count = 0; count < 3; count += 1) dealer.deal(new Socket());
  assert.deepEqual(order(), []);
  dealer.open();
  assert.deepEqual(order(), ['a', 'b', 'a']);
});

test('with no worker ready connections wait for the next that is', () => {
  const { workers, order } = fakeWorkers('a', 'b');
  let ready: (Recipient | undefined)[] = [undefined, undefined];
  const dealer = new Dealer(() => ready);
  dealer.open();
  dealer.deal(new Socket());
  ready = [undefined, workers[1]];
  dealer.dealWaiting();
  assert.deepEqual(order(), ['b']);
});

test('what had not left for a worker that died goes to another', () => {
  const { dealt, workers } = fakeWorkers('a', 'b');
  let ready: (Recipient | undefined)[] = workers;
  const dealer = new Dealer(() => ready);
  dealer.open();
  const [arrived, first, lost] = [new Socket(), new Socket(), new Socket()];
  for (const socket of [arrived, first, lost]) dealer.deal(socket);
  dealt[0]?.left(null);
  ready = [undefined, workers[1]];
  dealer.gone(workers[0] as Recipient);
  assert.deepEqual(
    dealt.slice(3).map(({ to, socket }) => [to, socket]),
    [['b', lost]],
  );
});

test('what is on its way to the worker that had a place stays its own when another dies there', () => {
  const { dealt, workers, order } = fakeWorkers('old', 'new', 'other');
  const [old, successor, other] = workers;
  let ready: (Recipient | undefined)[] = [old];
  const dealer = new Dealer(() => ready);
  dealer.open();
  dealer.deal(new Socket());
  ready = [successor];
  dealer.deal(new Socket());
  dealt[1]?.left(null);
  ready = [other];
  dealer.gone(successor as Recipient);
  assert.deepEqual(order(), ['old', 'new']);
});

test('a connection that cannot be handed over is closed, and so is one that still waits at the end', () => {
  const { dealt, workers } = fakeWorkers('a');
  let ready: (Recipient | undefined)[] = workers;
  const dealer = new Dealer(() => ready);
  const [unsent, waiting] = [new Socket(), new Socket()];
  dealer.open();
  dealer.deal(unsent);
  dealt[0]?.left(new Error('write EPIPE'));
  ready = [undefined];
  dealer.deal(waiting);
  dealer.close();
  assert.ok(unsent.destroyed);
  assert.ok(waiting.destroyed);
});
