import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { drawHold } from '../../plan/hold.ts';
import { millisecondsToNanoseconds, nanoseconds, type Milliseconds, type Nanoseconds } from '../../units.ts';
import { fillExponential } from './exponential-draws.ts';
import { measuredDraw, type ServiceTimes } from './service-times.ts';

/** They are drawn so many at once: one loop that does nothing else takes half the time. */
const DRAWN_AT_ONCE = 256;

/** Lengths of time one after the other, in whole nanoseconds, as `drawHold` has them distributed. */
export class HoldStream {
  readonly #hold: ServiceTimes;
  /** Added to each. */
  readonly #extra: Nanoseconds;
  readonly #generator: RandomGenerator;
  readonly #drawn = new Float64Array(DRAWN_AT_ONCE);
  #next = DRAWN_AT_ONCE;
  readonly #ofMeasured: (uniform: number) => number;

  constructor(hold: ServiceTimes, extra: Milliseconds, generator: RandomGenerator) {
    this.#hold = hold;
    this.#extra = millisecondsToNanoseconds(extra);
    this.#generator = generator;
    this.#ofMeasured = hold.kind === 'measured' ? measuredDraw(hold) : () => 0;
  }

  /** Hot. */
  next(): Nanoseconds {
    if (this.#next === DRAWN_AT_ONCE) {
      this.#draw();
      this.#next = 0;
    }
    return nanoseconds(this.#drawn[this.#next++] ?? 0);
  }

  #draw(): void {
    const [hold, drawn] = [this.#hold, this.#drawn];
    switch (hold.kind) {
      case 'constant':
        drawn.fill(millisecondsToNanoseconds(hold.duration));
        break;
      case 'exponential':
        fillExponential(drawn, this.#generator);
        scale(drawn, hold.mean * 1e6);
        break;
      case 'measured':
        for (let place = 0; place < drawn.length; place++)
          drawn[place] = this.#ofMeasured(uniformFloat64(this.#generator));
        break;
      case 'lognormal':
      case 'uniform': {
        const uniform = () => uniformFloat64(this.#generator);
        for (let place = 0; place < drawn.length; place++)
          drawn[place] = millisecondsToNanoseconds(drawHold(hold, uniform));
      }
    }
    if (this.#extra > 0)
      for (let place = 0; place < drawn.length; place++) drawn[place] = (drawn[place] ?? 0) + this.#extra;
  }
}

/** Rounds to whole numbers; Math.round takes three times as long. */
function scale(drawn: Float64Array, factor: number): void {
  for (let place = 0; place < drawn.length; place++)
    drawn[place] = Math.floor((drawn[place] ?? 0) * factor + 0.5);
}
