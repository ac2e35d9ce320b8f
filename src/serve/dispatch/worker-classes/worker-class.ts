import type { WorkerClass } from '../../../plan/server-settings.ts';
import { gthread } from './gthread.ts';
import { loop } from './loop.ts';
import type { ClassSize, WorkerClassPolicy } from './policy.ts';
import { pool } from './pool.ts';
import { sync } from './sync.ts';

const POLICIES: Readonly<Record<WorkerClass, (size: ClassSize) => WorkerClassPolicy>> = {
  pool,
  gthread,
  sync,
  loop,
};

/** The policy of a worker class at this size. */
export function workerClassPolicy(workerClass: WorkerClass, size: ClassSize): WorkerClassPolicy {
  return POLICIES[workerClass](size);
}
