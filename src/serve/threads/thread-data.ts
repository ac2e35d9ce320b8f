import type { Reply } from '../reply.ts';

/** What a thread is started with. */
export interface ThreadData {
  readonly appFile: string;
  /** The app's routes as the worker knows them: a task names one by its place. */
  readonly routes: string;
  /** The thread's place among the others, from 0. */
  readonly index: number;
  readonly queue: SharedArrayBuffer;
  readonly tasks: readonly SharedArrayBuffer[];
  /** For each thread, 1 + the task it has in hand, or 0: whom to answer when it dies. */
  readonly inHand: SharedArrayBuffer;
  /** That of the worker's main thread, by which the times of all are given. */
  readonly clockOrigin: number;
}

/** To the worker's main thread. */
export type ThreadMessage =
  | { readonly type: 'ready' }
  /** It could not load the app; the thread ends. */
  | { readonly type: 'failed'; readonly reason: string }
  /** A reply that is too large for the task's memory. */
  | { readonly type: 'largeReply'; readonly task: number; readonly reply: Reply };

/** In place of an endpoint's number: the task does nothing. */
export const NO_ENDPOINT = -1;
