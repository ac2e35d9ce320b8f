import type { Routes } from '../app.ts';
import { async } from './async.ts';
import { blocking } from './blocking.ts';
import { cpuAsync } from './cpu-async.ts';
import { cpu } from './cpu.ts';
import { db } from './db.ts';
import { healthz } from './healthz.ts';
import { io } from './io.ts';
import { mixed } from './mixed.ts';
import { sync } from './sync.ts';

// Loaded afresh in each pool thread, so it may import next to nothing.
export { async, blocking, cpu, cpuAsync, db, healthz, io, mixed, sync };

/** The endpoints that ship with the embedded server. */
export const routes: Routes = {
  '/sync': sync,
  '/async': async,
  '/blocking': blocking,
  '/cpu': cpu,
  '/cpu-async': cpuAsync,
  '/io': io,
  '/db': db,
  '/mixed': mixed,
  '/healthz': healthz,
};
