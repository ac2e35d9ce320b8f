/** When something was drawn, and how long that took. */
export interface Drawn {
  readonly startedMs: number;
  readonly tookMs: number;
}

/** Of the time, that drawing may take: a measurement goes on beside it. */
const SHARE = 0.1;

/** When it may be drawn again, so that drawing takes no more than its share of the time. */
export const nextDrawingMs = ({ startedMs, tookMs }: Drawn): number => startedMs + tookMs / SHARE;
