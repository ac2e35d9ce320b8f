import assert from 'node:assert/strict';
import { describe, it, mock, test } from 'node:test';
import { Crew } from '../../../src/serve/master/crew.ts';
import type { CrewEvents } from '../../../src/serve/master/crew-events.ts';
import { milliseconds } from '../../../src/units.ts';
import { FakeFork } from './fake-fork.ts';

const GRACE_MS = 1_000;
/** Longer than a respawn waits after one early death. */
const RESPAWN_MS = 100;

/** A crew of fake processes, named by their pids: 1 is the first that was forked. */
class Stage {
  readonly forks = new FakeFork();
  readonly log: string[] = [];
  readonly crew: Crew;

  constructor(places: number) {
    const note = (what: string) => (worker: { pid: number }) => void this.log.push(`${what} ${worker.pid}`);
    const events: CrewEvents = {
      changed: () => {},
      ready: () => {},
      heard: () => {},
      gone: () => {},
      retiring: note('retiring'),
      died: note('died'),
      notRenewed: note('not renewed by'),
      reloaded: () => void this.log.push('reloaded'),
      graceOver: note('grace over'),
      empty: () => void this.log.push('empty'),
    };
    this.crew = new Crew(this.forks.fork, milliseconds(GRACE_MS), events);
    for (let place = 0; place < places; place += 1) this.crew.grow();
  }

  /** Says what happens, one step after the other: a worker (`ready 3`, `ends 3`), or the master (`reload`). */
  play(...steps: string[]): this {
    for (const step of steps) this.#step(step);
    return this;
  }

  #step(step: string): void {
    const [what = '', pid = ''] = step.split(' ');
    const child = () => this.forks.child(Number(pid));
    switch (what) {
      case 'ready':
        return child().says({ type: 'ready' });
      case 'retiring':
        return child().says({ type: 'retiring' });
      case 'ends':
        return child().ends();
      case 'later':
        return mock.timers.tick(Number(pid));
      case 'reload':
        return this.crew.reload();
      case 'grow':
        return this.crew.grow();
      case 'shrink':
        return this.crew.shrink();
      case 'drain':
        return this.crew.drain();
      default:
        throw new Error(`no such step: ${step}`);
    }
  }

  /** Pids of those that take connections, by place. */
  get ready(): (number | undefined)[] {
    return this.crew.ready.map((worker) => worker?.pid);
  }

  /** Every process does what it was told: those killed or told to finish end, those that start are ready. */
  settle(): this {
    const settled = new Set<number>();
    for (let round = 0; round < 20; round += 1) {
      for (const child of this.forks.children) {
        if (!child.connected) continue;
        if (child.killed || child.told.some(({ type }) => type === 'drain')) child.ends();
        else if (!settled.has(child.pid) && this.crew.starting.some(({ pid }) => pid === child.pid)) {
          settled.add(child.pid);
          child.says({ type: 'ready' });
        }
      }
      mock.timers.tick(RESPAWN_MS);
    }
    return this;
  }
}

function withTimers(run: () => void): void {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    run();
  } finally {
    mock.timers.reset();
  }
}

const REPLACED = ['ready 1', 'ready 2', 'reload', 'ready 3', 'ready 4'];

describe('whatever happens, every place has a worker in the end, and no other runs', () => {
  for (const [what, steps, places] of [
    ['nothing', ['ready 1', 'ready 2'], 2],
    ['a reload', REPLACED, 2],
    ['a death', ['ready 1', 'ready 2', 'ends 2'], 2],
    ['a death before it is ready', ['ready 1', 'ends 2'], 2],
    ['the old worker dies while its successor starts', ['ready 1', 'ready 2', 'reload', 'ends 1'], 2],
    ['both die', ['ready 1', 'ready 2', 'reload', 'ends 1', 'ends 3'], 2],
    ['the successor dies first', ['ready 1', 'ready 2', 'reload', 'ends 3', 'ends 1'], 2],
    [
      'the old one dies, and a second reload ends the successor',
      ['ready 1', 'ready 2', 'reload', 'ends 1', 'reload'],
      2,
    ],
    [
      'and the successor is gone before anything else',
      ['ready 1', 'ready 2', 'reload', 'ends 1', 'reload', 'ends 3'],
      2,
    ],
    ['two reloads at once', ['ready 1', 'ready 2', 'reload', 'reload', 'ends 3', 'ready 4'], 2],
    ['a reload while a death waits for its respawn', ['ready 1', 'ready 2', 'ends 1', 'reload'], 2],
    [
      'a reload after a respawn',
      ['ready 1', 'ready 2', 'ends 1', `later ${RESPAWN_MS}`, 'reload', 'ends 3'],
      2,
    ],
    [
      'a respawned worker dies in a reload, and another reload ends its successor',
      ['ready 1', 'ready 2', 'ends 1', `later ${RESPAWN_MS}`, 'ready 3', 'reload', 'ends 3', 'reload'],
      2,
    ],
    [
      'a respawned worker dies before it is ready',
      ['ready 1', 'ready 2', 'ends 1', `later ${RESPAWN_MS}`, 'ends 3'],
      2,
    ],
    ['TTOU while its place is renewed', [...REPLACED.slice(0, 4), 'shrink'], 1],
    ['TTOU while its worker waits for a respawn', ['ready 1', 'ready 2', 'ends 2', 'shrink'], 1],
    ['TTOU after the old worker died', [...REPLACED.slice(0, 4), 'ends 2', 'shrink'], 1],
    ['TTOU and TTIN at once', [...REPLACED.slice(0, 4), 'shrink', 'grow', 'ready 5'], 2],
    ['TTIN during a reload', ['ready 1', 'ready 2', 'reload', 'grow', 'ready 3'], 3],
    ['a failed reload, and another', ['ready 1', 'ready 2', 'reload', 'ends 3', 'reload'], 2],
  ] as const) {
    it(what, () =>
      withTimers(() => {
        const stage = new Stage(2).play(...steps).settle();
        assert.equal(stage.crew.size, places);
        assert.ok(
          stage.ready.every((pid) => pid !== undefined),
          String(stage.ready),
        );
        assert.deepEqual(
          stage.crew.pids.toSorted((a, b) => a - b),
          stage.ready.toSorted((a = 0, b = 0) => a - b),
        );
      }),
    );
  }
});

test('a reload whose place was left to a stale successor says that it is over, and forks no more than it needs', () =>
  withTimers(() => {
    const stage = new Stage(1).play('ready 1', 'reload', 'ends 1', 'reload', 'ends 2').settle();
    assert.deepEqual(stage.ready, [3]);
    assert.deepEqual(stage.log, ['died 1', 'reloaded']);
  }));

test('a worker is asked to finish when its successor is ready, not before', () =>
  withTimers(() => {
    const stage = new Stage(1).play('ready 1', 'reload');
    assert.deepEqual(stage.forks.child(1).told, []);
    stage.play('ready 2');
    assert.deepEqual(stage.forks.child(1).told, [{ type: 'drain', linger: true }]);
  }));

test('after its grace a worker closes what is idle, and is killed only when that does not end it', () =>
  withTimers(() => {
    const stage = new Stage(1).play('ready 1', 'reload', 'ready 2', `later ${GRACE_MS}`);
    const old = stage.forks.child(1);
    assert.deepEqual(old.told.at(-1), { type: 'drain', linger: false });
    assert.equal(old.killed, false);
    stage.play('later 1000');
    assert.equal(old.killed, true);
    assert.deepEqual(stage.log, ['reloaded', 'grace over 1']);
  }));

test('one that ends after its grace by itself is not killed, and nothing is said', () =>
  withTimers(() => {
    const stage = new Stage(1).play('ready 1', 'reload', 'ready 2', `later ${GRACE_MS}`, 'ends 1');
    stage.play('later 1000');
    assert.equal(stage.forks.child(1).killed, false);
    assert.deepEqual(stage.log, ['reloaded']);
  }));

test('a worker that asks for its replacement gets it once, and again when its successor could not start', () =>
  withTimers(() => {
    const stage = new Stage(2).play('ready 1', 'ready 2', 'retiring 1', 'retiring 1', 'retiring 2', 'ends 3');
    assert.deepEqual(stage.log, ['retiring 1', 'retiring 2', 'not renewed by 3']);
    assert.deepEqual(stage.ready, [1, 2]);
    stage.play('retiring 2', 'ready 4', 'retiring 1', 'ready 5').settle();
    assert.deepEqual(stage.ready, [5, 4]);
  }));

test('a drain starts nobody anew, whatever is asked for after it', () =>
  withTimers(() => {
    const stage = new Stage(2).play('ready 1', 'ready 2', 'reload', 'ends 1', 'ends 2', 'drain');
    stage.play('reload', 'grow', 'ends 3', 'later 1000');
    assert.equal(stage.forks.children.length, 3);
    assert.deepEqual(stage.log, ['died 1', 'died 2', 'empty']);
  }));
