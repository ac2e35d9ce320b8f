/** One trial of a sweep: a closed loop without think time, ramp or warm-up, on a server that is warm already. */
export interface SweepTrial {
  readonly connections: number;
  /** The load ends with so many, all of them answered; null: only by its duration. */
  readonly requests: number | null;
  /** The load ends by then at the latest. */
  readonly durationMs: number;
}

/** What a sweep does next, and why, as a clause. */
export type SweepStep =
  | (SweepTrial & { readonly state: 'measure'; readonly because: string })
  /** The ceiling is known as exactly as was asked, or there is none up to the most connections. */
  | { readonly state: 'enough'; readonly because: string }
  /** Time, connections or completions are used up, or trials are spoilt, before that. */
  | { readonly state: 'limit'; readonly because: string };

/** A step to a trial. */
export const measure = (trial: SweepTrial, because: string): SweepStep => ({
  state: 'measure',
  ...trial,
  because,
});

/** Of the service times: a load by requests has to be over by so many beyond what it is expected to take. */
const TAIL = 30;

/** When a load by requests ends at the latest, in ms, of what it is expected to take and of the service time. */
export const durationAtMost = (expectedMs: number, serviceMs: number): number =>
  Math.ceil(1.5 * expectedMs + TAIL * serviceMs + 500);
