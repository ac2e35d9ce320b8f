import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { HEARTBEAT, OVER, partsEvent, problemEvent } from '../../src/dashboard/event-text.ts';
import { liveUpdates, MOST_LISTENERS, type Listener } from '../../src/dashboard/live-updates.ts';
import type { Part } from '../../src/dashboard/pages/part.ts';
import type { Look, Topic } from '../../src/dashboard/topics.ts';
import { UserError } from '../../src/errors.ts';

/** Updates of a store whose version is set by the test. */
function updatesOf() {
  const store = { version: '1' };
  const defects: unknown[] = [];
  const updates = liveUpdates({ version: () => store.version, onDefect: (error) => defects.push(error) });
  after(() => updates.close());
  return { store, defects, ...updates };
}

/** A topic that shows what the test says, and counts how often it is looked at. */
function topicOf(key: string, shown: Partial<Look> & { error?: unknown } = {}) {
  const seen = { looks: 0, shown: { parts: [] as Part[], isBehind: false, isOver: false, ...shown } };
  const topic: Topic = {
    key,
    look: () => {
      seen.looks++;
      const { error, ...look } = seen.shown;
      return error === undefined ? Promise.resolve(look) : Promise.reject(error);
    },
  };
  return { topic, seen };
}

function listenerOf() {
  const heard: string[] = [];
  let hasEnded = false;
  const listener: Listener = { send: (event) => heard.push(event), end: () => (hasEnded = true) };
  return {
    listener,
    news: () => heard.splice(0).filter((event) => event !== HEARTBEAT),
    hasEnded: () => hasEnded,
  };
}

const part = (name: string, html: string): Part => ({ part: name, html });

describe('who looks at a page', () => {
  it('is told all of it first, then what changes, and nothing where nothing does', async () => {
    const { store, join, look } = updatesOf();
    const { topic, seen } = topicOf('a', { parts: [part('x', '1'), part('y', '1')] });
    const { listener, news } = listenerOf();
    join(topic, listener);
    await look();
    assert.deepEqual(news(), [partsEvent([part('x', '1'), part('y', '1')])]);
    seen.shown.parts = [part('x', '1'), part('y', '2')];
    await look();
    assert.deepEqual(news(), []);
    store.version = '2';
    await look();
    assert.deepEqual(news(), [partsEvent([part('y', '2')])]);
  });

  it('hears the same as others, which is rendered once, and as much when coming later', async () => {
    const { store, join, look } = updatesOf();
    const { topic, seen } = topicOf('a', { parts: [part('x', '1')] });
    const [first, second] = [listenerOf(), listenerOf()];
    join(topic, first.listener);
    await look();
    seen.shown.parts = [part('x', '2')];
    store.version = '2';
    await look();
    first.news();
    join(topicOf('a').topic, second.listener);
    assert.deepEqual(second.news(), [partsEvent([part('x', '2')])]);
    const looks = seen.looks;
    seen.shown.parts = [part('x', '3')];
    store.version = '3';
    await look();
    assert.equal(seen.looks, looks + 1);
    assert.deepEqual(
      [first.news(), second.news()],
      [[partsEvent([part('x', '3')])], [partsEvent([part('x', '3')])]],
    );
  });

  it('hears nothing of other pages, and nothing after leaving', async () => {
    const { store, join, look } = updatesOf();
    const [a, b] = [topicOf('a', { parts: [part('x', 'a')] }), topicOf('b', { parts: [part('x', 'b')] })];
    const { listener, news } = listenerOf();
    const other = listenerOf();
    const leave = join(a.topic, listener);
    join(b.topic, other.listener);
    await look();
    assert.deepEqual(
      [news(), other.news()],
      [[partsEvent([part('x', 'a')])], [partsEvent([part('x', 'b')])]],
    );
    leave();
    const { looks } = a.seen;
    store.version = '2';
    await look();
    assert.deepEqual([a.seen.looks, news()], [looks, []]);
  });

  it('is told again when what was held back is due, though the store has not changed', async () => {
    const { join, look } = updatesOf();
    const { topic, seen } = topicOf('a', { parts: [part('x', '1')], isBehind: true });
    const { listener, news } = listenerOf();
    join(topic, listener);
    await look();
    seen.shown = { ...seen.shown, parts: [part('x', '2')], isBehind: false };
    await look();
    assert.deepEqual(news().at(-1), partsEvent([part('x', '2')]));
    const { looks } = seen;
    await look();
    assert.equal(seen.looks, looks);
  });

  it('is told why there is no news, once, and when all is well again', async () => {
    const { store, join, look, defects } = updatesOf();
    const { topic, seen } = topicOf('a', { error: new UserError({ what: 'the store is gone', where: 'x' }) });
    const { listener, news } = listenerOf();
    join(topic, listener);
    await look();
    store.version = '2';
    await look();
    assert.deepEqual(news(), [problemEvent('x: the store is gone')]);
    seen.shown.error = new TypeError('secret');
    store.version = '3';
    await look();
    assert.doesNotMatch(news().join(''), /secret/);
    assert.equal(defects.length, 1);
    seen.shown.error = undefined;
    store.version = '4';
    await look();
    assert.deepEqual(news(), [partsEvent([])]);
  });

  it('is sent away when nothing will change any more', async () => {
    const { join, look } = updatesOf();
    const { listener, news, hasEnded } = listenerOf();
    join(topicOf('a', { parts: [part('x', '1')], isOver: true }).topic, listener);
    await look();
    assert.deepEqual([news().at(-1), hasEnded()], [OVER, true]);
  });

  it('is one of so many at most', () => {
    const { join, isFull } = updatesOf();
    const leaves = Array.from({ length: MOST_LISTENERS }, (_, index) => {
      assert.equal(isFull(), false);
      return join(topicOf(`${index % 3}`).topic, listenerOf().listener);
    });
    assert.equal(isFull(), true);
    leaves[0]?.();
    assert.equal(isFull(), false);
  });

  it('is sent away when the server ends', async () => {
    const { join, close } = updatesOf();
    const { listener, hasEnded } = listenerOf();
    join(topicOf('a').topic, listener);
    close();
    assert.equal(hasEnded(), true);
  });
});

it('an event is one line of data, whatever is in it', () => {
  const text = partsEvent([part('x', 'a\nb\r\n\u2028"')]);
  assert.match(text, /^event: parts\ndata: [^\n\r]*\n\n$/);
});
