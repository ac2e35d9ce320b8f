import { milliseconds, millisecondsToSeconds, type Milliseconds } from '../units.ts';

/** A closed loop of clients that think for an exponential time, before servers with one line and exponential service. */
export interface MachineRepairman {
  readonly clients: number;
  readonly servers: number;
  readonly serviceTime: Milliseconds;
  readonly thinkTime: Milliseconds;
}

export interface MachineRepairmanSolution {
  readonly perSecond: number;
  readonly responseTime: Milliseconds;
  readonly waitingTime: Milliseconds;
  /** Clients that wait or are served, on average. */
  readonly inSystem: number;
  readonly inQueue: number;
  /** Mean share of the servers that is busy. */
  readonly utilisation: number;
  /** How likely it is that 0, 1, … clients wait or are served. */
  readonly probabilities: Float64Array;
}

/**
 * M/M/c//N, exactly: a birth and death process with p(j)/p(j − 1) = (N − j + 1)S ÷ (min(j, c)Z) (Kleinrock 1975, section 3.8;
 * Bolch et al. 2006, section 6.8). The ratio falls with j: so the probabilities are reckoned from their mode outwards, by
 * products below 1 only, and millions of clients overflow nothing. Without a think time all clients are always there.
 * @throws {RangeError} when clients or servers are no whole number from 1 on, or a time is negative or both are 0
 */
export function machineRepairman(model: MachineRepairman): MachineRepairmanSolution {
  check(model);
  const { clients, servers, serviceTime, thinkTime } = model;
  const probabilities = stationary(model);
  let [inSystem, inQueue, busy] = [0, 0, 0];
  for (const [present, probability] of probabilities.entries()) {
    inSystem += present * probability;
    inQueue += Math.max(0, present - servers) * probability;
    busy += Math.min(present, servers) * probability;
  }
  // Of the two ways to the throughput the one that divides by what is not 0.
  const perSecond =
    serviceTime === 0
      ? clients / millisecondsToSeconds(thinkTime)
      : busy / millisecondsToSeconds(serviceTime);
  const waitingTime = milliseconds((inQueue / perSecond) * 1e3);
  return {
    perSecond,
    responseTime: milliseconds(waitingTime + serviceTime),
    waitingTime,
    inSystem,
    inQueue,
    utilisation: busy / servers,
    probabilities,
  };
}

function stationary({ clients, servers, serviceTime, thinkTime }: MachineRepairman): Float64Array {
  const probabilities = new Float64Array(clients + 1);
  const ratio = (present: number): number =>
    ((clients - present + 1) * serviceTime) / (Math.min(present, servers) * thinkTime);
  let mode = 0;
  if (thinkTime === 0) mode = clients;
  else while (mode < clients && ratio(mode + 1) > 1) mode++;
  probabilities[mode] = 1;
  let total = 1;
  if (thinkTime > 0) {
    for (let present = mode + 1, weight = 1; present <= clients && weight > 0; present++) {
      weight *= ratio(present);
      probabilities[present] = weight;
      total += weight;
    }
    for (let present = mode, weight = 1; present > 0 && weight > 0; present--) {
      weight /= ratio(present);
      probabilities[present - 1] = weight;
      total += weight;
    }
  }
  for (let present = 0; present <= clients; present++)
    probabilities[present] = (probabilities[present] ?? 0) / total;
  return probabilities;
}

function check({ clients, servers, serviceTime, thinkTime }: MachineRepairman): void {
  for (const count of [clients, servers])
    if (!Number.isInteger(count) || count < 1)
      throw new RangeError(`clients and servers are whole numbers from 1 on, not ${count}`);
  if (!(serviceTime >= 0 && thinkTime >= 0 && serviceTime + thinkTime > 0))
    throw new RangeError('times are 0 or longer, and not both 0');
}
