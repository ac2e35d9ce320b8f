import { performance } from 'node:perf_hooks';
import { UserError } from '../errors.ts';
import { HEARTBEAT, OVER, partsEvent, problemEvent } from './event-text.ts';
import type { Part } from './pages/part.ts';
import type { Topic } from './topics.ts';

/** Somebody who looks at a page. */
export interface Listener {
  send(event: string): void;
  end(): void;
}

/** Tells everybody who looks at a page what has changed of it. */
export interface LiveUpdates {
  /** There are as many listeners as can be served. */
  readonly isFull: () => boolean;
  /**
   * From now on the listener hears of a topic, beginning with all of it.
   * @returns what ends that
   */
  readonly join: (topic: Topic, listener: Listener) => () => void;
  /** Looks once whether anything has changed; its own clock does so as long as anybody listens. */
  readonly look: () => Promise<void>;
  /** Ends all connections. */
  readonly close: () => void;
}

/** Those who look at the same: what they see is rendered once for all. */
interface Room {
  readonly topic: Topic;
  readonly listeners: Set<Listener>;
  /** What they have been told last, by part. */
  readonly told: Map<string, Part>;
  problem: string | undefined;
  isBehind: boolean;
}

export interface LiveUpdatesOptions {
  /** Changes with the store. */
  readonly version: () => string;
  /** What to do about something that is a defect. */
  readonly onDefect: (error: unknown) => void;
}

export const MOST_LISTENERS = 64;
const LOOK_EVERY_MS = 500;
/** Some things change by the clock alone: a run that nobody hears of has broken off. */
const LOOK_ANYWAY_MS = 5_000;
const HEARTBEAT_MS = 15_000;

export function liveUpdates({ version, onDefect }: LiveUpdatesOptions): LiveUpdates {
  const rooms = new Map<string, Room>();
  const last = { version: '', lookMs: 0, heartbeatMs: 0 };
  let timer: NodeJS.Timeout | undefined;
  // One at a time, so that nothing older is told after something newer.
  let work = Promise.resolve();
  let isLooking = false;

  const listeners = (): Listener[] => [...rooms.values()].flatMap((room) => [...room.listeners]);
  const queue = (job: () => Promise<void>): Promise<void> => (work = work.then(job).catch(onDefect));

  async function lookAround(): Promise<void> {
    const nowMs = performance.now();
    const now = version();
    const isChanged = now !== last.version || nowMs - last.lookMs >= LOOK_ANYWAY_MS;
    if (isChanged) Object.assign(last, { version: now, lookMs: nowMs });
    for (const room of rooms.values()) if (isChanged || room.isBehind) await update(room);
    if (nowMs - last.heartbeatMs < HEARTBEAT_MS) return;
    last.heartbeatMs = nowMs;
    for (const listener of listeners()) listener.send(HEARTBEAT);
  }

  async function update(room: Room): Promise<void> {
    const tell = (event: string): void => room.listeners.forEach((listener) => listener.send(event));
    try {
      const { parts, isBehind, isOver } = await room.topic.look();
      const changed = parts.filter(({ part, html }) => room.told.get(part)?.html !== html);
      room.isBehind = isBehind;
      for (const part of changed) room.told.set(part.part, part);
      if (changed.length > 0 || room.problem !== undefined) tell(partsEvent(changed));
      room.problem = undefined;
      if (isOver) {
        tell(OVER);
        for (const listener of room.listeners) listener.end();
      }
    } catch (error) {
      const isKnown = error instanceof UserError;
      const problem = isKnown ? error.line : 'A defect in Loadstone: see the terminal that it runs in.';
      if (problem === room.problem) return;
      room.problem = problem;
      tell(problemEvent(problem));
      if (!isKnown) onDefect(error);
    }
  }

  function look(): Promise<void> {
    if (isLooking) return work;
    isLooking = true;
    return queue(lookAround).finally(() => {
      isLooking = false;
    });
  }

  function leave(room: Room, listener: Listener): void {
    room.listeners.delete(listener);
    if (room.listeners.size === 0 && rooms.get(room.topic.key) === room) rooms.delete(room.topic.key);
    if (rooms.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    isFull: () => listeners().length >= MOST_LISTENERS,
    join: (topic, listener) => {
      const known = rooms.get(topic.key);
      const room = known ?? newRoom(topic);
      rooms.set(topic.key, room);
      room.listeners.add(listener);
      timer ??= setInterval(() => void look(), LOOK_EVERY_MS);
      if (room.told.size > 0) listener.send(partsEvent([...room.told.values()]));
      if (room.problem !== undefined) listener.send(problemEvent(room.problem));
      if (known === undefined) void queue(() => update(room));
      return () => leave(room, listener);
    },
    look,
    close: () => {
      clearInterval(timer);
      for (const listener of listeners()) listener.end();
      rooms.clear();
    },
  };
}

const newRoom = (topic: Topic): Room => ({
  topic,
  listeners: new Set(),
  told: new Map(),
  problem: undefined,
  isBehind: false,
});
