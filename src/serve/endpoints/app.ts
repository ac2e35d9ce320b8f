import type { Routes } from '../app.ts';
import { async } from './async.ts';
import { blocking } from './blocking.ts';
import { healthz } from './healthz.ts';
import { sync } from './sync.ts';

// Loaded afresh in each pool thread, so it may import next to nothing.
export { async, blocking, healthz, sync };

/** The endpoints that ship with the embedded server. */
export const routes: Routes = {
  '/sync': sync,
  '/async': async,
  '/blocking': blocking,
  '/healthz': healthz,
};
