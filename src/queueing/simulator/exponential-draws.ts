import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** How many layers of equal area the density e^-x is cut into, and where the lowest begins to be a tail. */
const LAYERS = 256;
const TAIL = 7.697_117_470_131_05;
/** The area of each layer, the tail's included. */
const AREA = 0.003_949_659_822_581_572;

/** The right edges of the layers, from the lowest to the top, and the density there. */
const EDGES = new Float64Array(LAYERS + 1);
const DENSITIES = new Float64Array(LAYERS + 1);
EDGES[0] = AREA / Math.exp(-TAIL);
EDGES[1] = TAIL;
for (let layer = 2; layer < LAYERS; layer++)
  EDGES[layer] = -Math.log(AREA / (EDGES[layer - 1] ?? 0) + Math.exp(-(EDGES[layer - 1] ?? 0)));
for (let layer = 1; layer <= LAYERS; layer++) DENSITIES[layer] = Math.exp(-(EDGES[layer] ?? 0));

/**
 * Draws from the exponential distribution of mean 1 by the ziggurat (Marsaglia & Tsang, Journal of Statistical Software
 * 5(8), 2000), with a fraction of 53 bits beside the 8 of the layer (after Doornik 2005, who found theirs to be one too
 * few): a third of the time that a logarithm takes.
 */
export function fillExponential(draws: Float64Array, generator: RandomGenerator): void {
  for (let place = 0; place < draws.length; place++) draws[place] = drawExponential(generator);
}

function drawExponential(generator: RandomGenerator): number {
  for (let beyond = 0; ;) {
    const bits = generator.next();
    const layer = bits & (LAYERS - 1);
    const length = fraction(bits, generator.next()) * (EDGES[layer] ?? 0);
    if (length < (EDGES[layer + 1] ?? 0)) return beyond + length;
    // Without memory: what lies in the tail is the tail's beginning and a draw of the whole once more.
    if (layer === 0) beyond += TAIL;
    else {
      const low = DENSITIES[layer] ?? 0;
      const high = DENSITIES[layer + 1] ?? 0;
      const height = low + (high - low) * fraction(generator.next(), generator.next());
      if (height < Math.exp(-length)) return beyond + length;
    }
  }
}

/** From 0 (included) to 1 (excluded): 24 bits of one word over 29 of another. */
const fraction = (high: number, low: number): number => (high >>> 8) * 2 ** -24 + (low >>> 3) * 2 ** -53;
