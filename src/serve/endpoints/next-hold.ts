import { threadId } from 'node:worker_threads';
import { drawHold, parseHold, type Hold, type Uniform01 } from '../../plan/hold.ts';
import { millisecondsToNanoseconds, type Milliseconds } from '../../units.ts';
import { BadRequest, type HandlerRequest } from '../handler-request.ts';
import { holdFrom, type HoldSettings } from './hold-environment.ts';
import { holdStream } from './hold-stream.ts';

/** Says in nanoseconds how long the next request is held. */
export type NextHold = (request: HandlerRequest) => bigint;

/** One thread's holds: what the server was started with, unless a request says `?hold=`. */
export function holdsOf({ hold, seed, workerPlace }: HoldSettings, thread: number): NextHold {
  const uniform = holdStream(seed, workerPlace, thread);
  const next = drawnFrom(hold, uniform);
  // Nearly all requests have no query, and theirs is the path that counts.
  return (request) => (request.url.includes('?') ? (requestedHold(request, uniform) ?? next()) : next());
}

/** This thread's own holds. */
export const nextHold: NextHold = holdsOf(holdFrom(process.env), threadId);

function drawnFrom(hold: Hold, uniform: Uniform01): () => bigint {
  if (hold.kind !== 'constant') return () => toNanoseconds(drawHold(hold, uniform));
  const always = toNanoseconds(hold.duration);
  return () => always;
}

function requestedHold(request: HandlerRequest, uniform: Uniform01): bigint | undefined {
  const text = request.query['hold'];
  if (text === undefined) return undefined;
  const hold = typeof text === 'string' ? parseHold(text) : undefined;
  if (hold !== undefined) return toNanoseconds(drawHold(hold, uniform));
  throw new BadRequest(
    `?hold=${String(text)} is not a hold: write a duration such as 250ms, or exp:250ms, lognormal:250ms:0.8 or uniform:100ms:400ms`,
  );
}

function toNanoseconds(duration: Milliseconds): bigint {
  return BigInt(millisecondsToNanoseconds(duration));
}
