/**
 * Logarithms of the normalising constants G(0), G(1), … G(N) of a network, or of the factors of one station.
 */
export type LogConstants = Float64Array;

/** Terms so much smaller than the largest change no digit of the sum. */
const NEGLIGIBLE = -45;

/**
 * Adds a station to a network: G'(n) = Σ F(j)·G(n − j) (Buzen, "Computational algorithms for closed queueing networks with
 * exponential servers", CACM 16(9), 1973, eq. 8). All terms are positive and they are added as logarithms, so thousands
 * of customers and servers lose no digits and overflow nothing; in the recursion of load-dependent mean value analysis
 * p(0) is a small difference of large numbers (Reiser & Lavenberg 1980; Reiser 1981 on its instability).
 */
export function convolve(network: LogConstants, station: LogConstants): LogConstants {
  return network.map((_, customers) => logSum(network, station, customers));
}

/** The logarithm of Σ exp(left(n − j) + right(j)). */
function logSum(left: LogConstants, right: LogConstants, customers: number): number {
  let largest = -Infinity;
  for (let there = 0; there <= customers; there++) {
    const term = (left[customers - there] ?? -Infinity) + (right[there] ?? -Infinity);
    if (term > largest) largest = term;
  }
  if (largest === -Infinity) return largest;
  let sum = 0;
  for (let there = 0; there <= customers; there++) {
    const term = (left[customers - there] ?? -Infinity) + (right[there] ?? -Infinity) - largest;
    if (term > NEGLIGIBLE) sum += Math.exp(term);
  }
  return largest + Math.log(sum);
}

/** The factors of a station with so many servers: F(j) = D^j ÷ Π min(i, c) for i from 1 to j; Infinity servers: a delay. */
export function stationFactors(customers: number, demand: number, servers: number): LogConstants {
  const factors = new Float64Array(customers + 1);
  for (let there = 1; there <= customers; there++)
    factors[there] = (factors[there - 1] ?? 0) + Math.log(demand / Math.min(there, servers));
  return factors;
}

/** A network without stations: nobody can be there. */
export function emptyNetwork(customers: number): LogConstants {
  const constants = new Float64Array(customers + 1).fill(-Infinity);
  constants[0] = 0;
  return constants;
}
