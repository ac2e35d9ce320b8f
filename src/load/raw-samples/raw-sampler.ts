import { FailureKinds, type FailureKindMessage } from './failure-kinds.ts';
import { SampleRing } from './sample-ring.ts';
import { FAILED, NO_FAILURE, type OutcomeCode, type Sample } from './sample.ts';

/** Hands every request of a generator thread to the main thread, for the file of raw samples. */
export class RawSampler {
  readonly #ring: SampleRing;
  readonly #kinds: FailureKinds;

  /**
   * @param memory of the thread's ring
   * @param tell hears of each new kind of failure
   */
  constructor(memory: SharedArrayBuffer, tell: (message: FailureKindMessage) => void) {
    this.#ring = new SampleRing(memory);
    this.#kinds = new FailureKinds(tell);
  }

  /** Hot: once a request that has ended, when raw samples are wanted. */
  push(request: Sample, outcome: OutcomeCode, status: number): void {
    this.#pushAs(request, outcome, status, NO_FAILURE);
  }

  pushFailure(request: Sample, kind: string): void {
    this.#pushAs(request, FAILED, 0, this.#kinds.indexOf(kind));
  }

  #pushAs(request: Sample, outcome: OutcomeCode, status: number, failure: number): void {
    request.outcome = outcome;
    request.status = status;
    request.failure = failure;
    this.#ring.push(request);
  }
}
