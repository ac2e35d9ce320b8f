import { monotonicNow } from '../monotonic-clock.ts';
import { millisecondsToNanoseconds, milliseconds, nanoseconds, type Nanoseconds } from '../units.ts';
import { processCpuMs, threadCpuMs } from './own-cpu.ts';
import { ProcSight, type PartsByProcess } from './proc-sight.ts';
import { readListenDrops } from './proc/tcp-counters.ts';
import type { ProcessStat } from './proc/process-stat.ts';
import { Ration } from './ration.ts';
import type { Reading } from './reading.ts';
import type { Subject } from './subject.ts';

/** What is made at each reading while it can be afforded, and what waits for its turn. */
const PARTS = {
  always: ['processes'],
  queue: ['acceptQueue'],
  unread: ['unread'],
  dear: ['connections', 'tree', 'threads'],
} as const;
type Kind = keyof typeof PARTS;
const KINDS = ['always', 'queue', 'unread', 'dear'] as const;
type Part = (typeof PARTS)[Kind][number];

/**
 * What each kind may take of one processor, 0.7 % together: the limit is 1 %, and what surrounds the readings (the timer,
 * the collection of garbage) is not counted in them.
 */
const SHARES: Record<Kind, number> = {
  always: 0.002,
  queue: 0.001,
  unread: 0.0015,
  dear: 0.0025,
};
/** What may gather of it, and is there at the beginning. */
const MOST: Record<Kind, Nanoseconds> = {
  always: nanoseconds(2e6),
  queue: nanoseconds(2e6),
  unread: nanoseconds(6e6),
  dear: nanoseconds(6e6),
};

/** What a reading has so far. */
interface Draft extends PartsByProcess {
  stats?: readonly ProcessStat[];
  machine?: Reading['machine'];
  acceptQueue?: number | undefined;
  overflows?: number | undefined;
  unread?: number | undefined;
}

/** Makes the readings of a server from /proc (Linux). Each is synchronous: nothing else runs on this thread meanwhile. */
export class ProcReader {
  readonly #subject: Subject;
  readonly #sight: ProcSight;
  readonly #rations: Record<Kind, Ration<Part>>;

  constructor(subject: Subject) {
    this.#subject = subject;
    this.#sight = new ProcSight(subject);
    const now = monotonicNow();
    const ration = (kind: Kind): Ration<Part> => new Ration(PARTS[kind], SHARES[kind], MOST[kind], now);
    this.#rations = {
      always: ration('always'),
      queue: ration('queue'),
      unread: ration('unread'),
      dear: ration('dear'),
    };
  }

  /** Everything, whatever it takes. */
  readAll(): Reading {
    return this.#reading((draft, now) => {
      this.#sight.refresh();
      for (const kind of KINDS)
        for (const part of PARTS[kind]) this.#rations[kind].note(part, now, this.#cost(part, draft, now));
    });
  }

  /** A window begins: what was spent before it is not missing in it, however short it is. */
  refill(): void {
    const now = monotonicNow();
    for (const kind of KINDS) this.#rations[kind].refill(now);
  }

  /** What can be afforded now; undefined where that is nothing. */
  readAffordable(): Reading | undefined {
    if (this.#rations.always.next(monotonicNow()) === undefined) return undefined;
    let spent = 0;
    const reading = this.#reading((draft, now) => {
      this.#make('processes', draft, now);
      spent += this.#spend('queue', draft, now);
      draft.connections = this.#sight.unchangedConnections(draft.acceptQueue, now);
      spent += this.#spend('unread', draft, now);
      spent += this.#spend('dear', draft, now);
    });
    // With all that is around the parts.
    const rest = nanoseconds(reading.costMs * 1e6 - spent);
    this.#rations.always.spend('processes', reading.at, rest);
    return reading;
  }

  /** Makes the parts of a kind that can be afforded. @returns what they took */
  #spend(kind: Kind, draft: Draft, now: Nanoseconds): number {
    let spent = 0;
    for (let part; (part = this.#rations[kind].next(now)) !== undefined;) {
      const cost = this.#cost(part, draft, now);
      this.#rations[kind].spend(part, now, cost);
      spent += cost;
    }
    return spent;
  }

  #reading(make: (draft: Draft, now: Nanoseconds) => void): Reading {
    const [at, cpuBefore] = [monotonicNow(), threadCpuMs()];
    const draft: Draft = {};
    make(draft, at);
    return {
      at,
      loadstoneCpuMs: processCpuMs(),
      generatorCpuMs: this.#sight.generatorCpuMs(),
      processes: this.#sight.readings(draft.stats ?? [], draft),
      machine: draft.machine,
      acceptQueue: draft.acceptQueue,
      overflows: draft.overflows,
      unread: draft.unread,
      // The last of all.
      costMs: threadCpuMs() - cpuBefore,
    };
  }

  /** Makes a part. @returns what it took of a processor */
  #cost(part: Part, draft: Draft, now: Nanoseconds): Nanoseconds {
    const before = threadCpuMs();
    this.#make(part, draft, now);
    return millisecondsToNanoseconds(milliseconds(threadCpuMs() - before));
  }

  #make(part: Part, draft: Draft, now: Nanoseconds): void {
    switch (part) {
      case 'processes':
        draft.stats = this.#sight.processes();
        draft.machine = this.#sight.machine();
        draft.overflows = readListenDrops(draft.stats[0]?.pid ?? this.#subject.root.pid)?.overflows;
        return;
      case 'acceptQueue':
        draft.acceptQueue = this.#sight.acceptQueue();
        return;
      case 'tree':
        this.#sight.findMembers();
        return;
      case 'threads':
        draft.threads = this.#sight.threads();
        return;
      case 'unread':
        draft.unread = this.#sight.unread();
        return;
      case 'connections':
        // Where nothing has changed it was had for nothing.
        draft.connections ??= this.#sight.connections(draft.acceptQueue, now);
    }
  }
}
