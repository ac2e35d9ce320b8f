import { fileURLToPath } from 'node:url';
import type { TargetInput } from '../../src/index.ts';

/**
 * FastAPI under gunicorn with UvicornWorker, which ignores --threads: a plain function waits in one of the 40 threads
 * that a worker's pool has.
 */
export const fastapi: TargetInput = {
  kind: 'command',
  command:
    'gunicorn --workers {workers} --threads {threads} --worker-class uvicorn.workers.UvicornWorker --bind {host}:{port} app:app',
  settings: { threads: 1 },
  workingFolder: fileURLToPath(new URL('../../examples/fastapi/', import.meta.url)),
  env: { HOLD_SECONDS: '{holdSeconds}', PYTHONDONTWRITEBYTECODE: '1' },
  hold: '10s',
  model: { workerClass: 'pool', poolSize: 40 },
  ready: { path: '/healthz' },
  // Nobody waits for what is still held.
  grace: '500ms',
};
