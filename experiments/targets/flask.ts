import { fileURLToPath } from 'node:url';
import type { TargetInput } from '../../src/index.ts';

/** Flask under gunicorn's own worker classes: `sync`, one request at a time, or `gthread`, as many as it has threads. */
export const flask: TargetInput = {
  kind: 'command',
  command:
    'gunicorn --workers {workers} --threads {threads} --worker-class {workerClass} --bind {host}:{port} app:app',
  workingFolder: fileURLToPath(new URL('../../examples/flask/', import.meta.url)),
  env: { HOLD_SECONDS: '{holdSeconds}', PYTHONDONTWRITEBYTECODE: '1' },
  hold: '10s',
  model: { workerClass: 'gthread' },
  ready: { path: '/healthz' },
  grace: '500ms',
};
