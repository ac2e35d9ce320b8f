import { milliseconds, millisecondsToSeconds, type Milliseconds } from '../units.ts';
import { checkNetwork, type ClosedNetwork, type Station } from './closed-network.ts';

/** What no closed network can leave, whatever its distributions; rates are per second. */
export interface AsymptoticBounds {
  readonly perSecond: { readonly least: number; readonly most: number };
  readonly responseTime: { readonly least: Milliseconds; readonly most: Milliseconds };
  /** Customers from which on some have to wait however well they are spread: N* = (D + Z) ÷ (Dk/ck of the bottleneck). */
  readonly saturation: number;
  /** The place of the station that limits, among those given; null: none does. */
  readonly bottleneck: number | null;
}

/**
 * Asymptotic bounds: X ≤ min(N/(D + Z), min ck/Dk), and X ≥ N/(N·D + Z), since at worst a customer waits at each station for
 * all others; D is over all stations, the delays among them waiting for nobody (Muntz & Wong 1974; Denning & Buzen 1978;
 * Lazowska et al. 1984, table 5.2; with several servers the bottleneck law reads ck/Dk).
 * @throws {RangeError} when it is no network
 */
export function asymptoticBounds(network: ClosedNetwork): AsymptoticBounds {
  checkNetwork(network);
  const { customers, stations, thinkTime } = network;
  const queueing = demandOf(stations, 'queue');
  const delay = demandOf(stations, 'delay');
  const shares = stations.map((station) => (station.kind === 'queue' ? station.demand / station.servers : 0));
  const largest = Math.max(0, ...shares);
  const shortest = queueing + delay + thinkTime;
  const longest = customers * queueing + delay + thinkTime;
  const capacity = largest === 0 ? Infinity : 1 / millisecondsToSeconds(milliseconds(largest));
  const most = Math.min(perSecond(customers, shortest), capacity);
  const least = customers === 0 ? 0 : perSecond(customers, longest);
  return {
    perSecond: { least, most },
    responseTime: {
      least: milliseconds(Math.max(queueing + delay, customers * largest - thinkTime)),
      most: milliseconds(Math.max(1, customers) * queueing + delay),
    },
    saturation: largest === 0 ? Infinity : shortest / largest,
    bottleneck: largest === 0 ? null : shares.indexOf(largest),
  };
}

const perSecond = (customers: number, cycle: number): number =>
  customers / millisecondsToSeconds(milliseconds(cycle));

function demandOf(stations: readonly Station[], kind: Station['kind']): number {
  return stations.reduce((sum, station) => sum + (station.kind === kind ? station.demand : 0), 0);
}
