import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { Dealer, type Places } from '../../../src/serve/master/dealer.ts';

/** Workers that take whatever they are handed; what was handed leaves when the test says so. */
class FakePlaces implements Places {
  readonly ready: boolean[];
  readonly dealt: { place: number; socket: Socket; left: (error: Error | null) => void }[] = [];

  constructor(...ready: boolean[]) {
    this.ready = ready;
  }

  hand(place: number, socket: Socket, left: (error: Error | null) => void): void {
    this.dealt.push({ place, socket, left });
  }

  places(): number[] {
    return this.dealt.map(({ place }) => place);
  }
}

test('connections wait until the server opens, then are dealt in turn', () => {
  const places = new FakePlaces(true, true);
  const dealer = new Dealer(places);
  for (let count = 0; count < 3; count += 1) dealer.deal(new Socket());
  assert.deepEqual(places.places(), []);
  dealer.open();
  assert.deepEqual(places.places(), [0, 1, 0]);
});

test('with no worker ready connections wait for the next that is', () => {
  const places = new FakePlaces(false, false);
  const dealer = new Dealer(places);
  dealer.open();
  dealer.deal(new Socket());
  places.ready[1] = true;
  dealer.placeReady();
  assert.deepEqual(places.places(), [1]);
});

test('what had not left for a worker that died goes to another', () => {
  const places = new FakePlaces(true, true);
  const dealer = new Dealer(places);
  dealer.open();
  const [arrived, first, lost] = [new Socket(), new Socket(), new Socket()];
  for (const socket of [arrived, first, lost]) dealer.deal(socket);
  places.dealt[0]?.left(null);
  places.ready[0] = false;
  dealer.placeGone(0);
  assert.deepEqual(
    places.dealt.slice(3).map(({ place, socket }) => [place, socket]),
    [[1, lost]],
  );
});

test('a connection that cannot be handed over is closed, and so is one that still waits at the end', () => {
  const places = new FakePlaces(true);
  const dealer = new Dealer(places);
  const [unsent, waiting] = [new Socket(), new Socket()];
  dealer.open();
  dealer.deal(unsent);
  places.dealt[0]?.left(new Error('write EPIPE'));
  places.ready[0] = false;
  dealer.deal(waiting);
  dealer.close();
  assert.ok(unsent.destroyed);
  assert.ok(waiting.destroyed);
});
