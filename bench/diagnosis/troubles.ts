import { join } from 'node:path';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { findingKindField, type FindingKind } from '../../src/samples/diagnosis.ts';

/** A kind of trouble that is made on purpose, or none: `healthy`. */
export type Trouble = Exclude<FindingKind, 'undetermined'> | 'healthy';

/** In the order of the findings: what a seed makes depends on it. */
export const TROUBLES: readonly Trouble[] = [
  ...findingKindField.options.filter((kind) => kind !== 'undetermined'),
  'healthy',
];

/** A server with a trouble, and a load that shows it; nothing of it is told to the diagnosis. */
export interface TroubledTrial {
  readonly trouble: Trouble;
  readonly seed: number;
  /** The ceiling that is to be named. */
  readonly expected: FindingKind;
  /** What the seed decided, for the reader. */
  readonly sizes: string;
  readonly command: readonly string[];
  /** Asked until it is answered, before the load. */
  readonly readyPath: string;
  readonly load: Readonly<Record<string, string | number>>;
}

type Draw = (from: number, to: number) => number;
type Made = Pick<TroubledTrial, 'command' | 'load'> & { sizes: Readonly<Record<string, number | string>> };

/** The same for the same seed. */
export function troubledTrial(trouble: Trouble, seed: number): TroubledTrial {
  const generator = xoroshiro128plus(seed * TROUBLES.length + TROUBLES.indexOf(trouble) + 1);
  const { command, load, sizes } = MADE[trouble]((from, to) => uniformInt(generator, from, to));
  return {
    trouble,
    seed,
    expected: trouble === 'healthy' ? 'offeredLoad' : trouble,
    sizes: Object.entries(sizes)
      .map(([name, size]) => `${name} ${size}`)
      .join(', '),
    command,
    readyPath: '/ready',
    load: { generatorThreads: 1, duration: '3s', timeout: '10s', ...load },
  };
}

const MADE: Readonly<Record<Trouble, (draw: Draw) => Made>> = {
  poolSlots(draw) {
    const sizes = { slots: draw(2, 12), hold: draw(40, 120) };
    const connections = sizes.slots * draw(2, 4);
    return { command: node('pool', sizes), load: { connections }, sizes: { ...sizes, connections } };
  },
  eventLoopBlocked(draw) {
    const sizes = { workers: draw(1, 2), hold: draw(15, 60) };
    const connections = draw(8, 30);
    return { command: node('blocking', sizes), load: { connections }, sizes: { ...sizes, connections } };
  },
  cpuSaturated(draw) {
    const sizes = { burn: draw(2, 12) };
    const connections = draw(8, 40);
    return { command: node('computing', sizes), load: { connections }, sizes: { ...sizes, connections } };
  },
  unevenConnections(draw) {
    const [workers, slots, hold] = [draw(2, 4), draw(2, 6), draw(40, 100)];
    const few = Math.max(1, Math.floor(slots / 2));
    const most = slots * draw(3, 5);
    const quotas = [most, ...Array.from({ length: workers - 1 }, () => few)];
    const connections = quotas.reduce((sum, quota) => sum + quota, 0);
    const sizes = { slots, hold, quotas: quotas.join(',') };
    return {
      command: python({ ...sizes, 'accept-every': 0, backlog: 512, close: 0 }),
      load: { connections },
      sizes,
    };
  },
  acceptQueue(draw) {
    const sizes = { 'accept-every': draw(30, 90), backlog: draw(4, 16) };
    const connections = draw(10, 40);
    return {
      command: python({ ...sizes, quotas: '1000', slots: 1_000, hold: draw(1, 4), close: 1 }),
      load: { connections },
      sizes: { ...sizes, connections },
    };
  },
  offeredLoad(draw) {
    const sizes = { hold: draw(40, 200) };
    const connections = draw(5, 60);
    return { command: node('sleeping', sizes), load: { connections }, sizes: { ...sizes, connections } };
  },
  generatorSaturated(draw) {
    const sizes = { chunks: draw(4_000, 12_000) };
    const connections = draw(8, 40);
    return { command: node('tiny-chunks', sizes), load: { connections }, sizes: { ...sizes, connections } };
  },
  externalWait(draw) {
    const sizes = { links: draw(4, 12), hold: draw(40, 100) };
    const connections = sizes.links * draw(2, 5);
    return { command: node('upstream', sizes), load: { connections }, sizes: { ...sizes, connections } };
  },
  errors(draw) {
    const sizes = { hold: draw(20, 100), 'of-ten': draw(1, 10) };
    const connections = draw(10, 40);
    return { command: node('failing', sizes), load: { connections }, sizes: { ...sizes, connections } };
  },
  memoryGrowth(draw) {
    const sizes = { hold: draw(40, 100), kilobytes: draw(40, 200) };
    const connections = draw(20, 40);
    return { command: node('leaking', sizes), load: { connections }, sizes: { ...sizes, connections } };
  },
  coldStart(draw) {
    const sizes = { hold: draw(10, 30), cold: draw(600, 1_100), times: draw(3, 6) };
    const connections = draw(10, 40);
    return { command: node('cold', sizes), load: { connections }, sizes: { ...sizes, connections } };
  },
  healthy(draw) {
    const [hold, perSecond] = [draw(20, 100), draw(50, 200)];
    return {
      command: node('sleeping', { hold }),
      load: { connections: 10, connectionsMax: 200, arrivalsPerSecond: perSecond, arrivalProcess: 'poisson' },
      sizes: { hold, arrivals: perSecond },
    };
  },
};

const SERVERS = join(import.meta.dirname, 'servers');
const words = (sizes: Readonly<Record<string, number | string>>): string[] => [
  '--port={port}',
  ...Object.entries(sizes).map(([name, size]) => `--${name}=${size}`),
];

const node = (server: string, sizes: Readonly<Record<string, number | string>>): string[] => [
  process.execPath,
  join(SERVERS, `${server}.ts`),
  ...words(sizes),
];

const python = (sizes: Readonly<Record<string, number | string>>): string[] => [
  'python3',
  join(SERVERS, 'prefork.py'),
  ...words(sizes),
];
