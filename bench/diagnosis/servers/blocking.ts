// Entry of a process: each of --workers sleeps --hold ms in the event loop for each request.
import cluster from 'node:cluster';
import { answer, serve } from './listening.ts';
import { numberOption } from './options.ts';

const [hold, workers] = [numberOption('hold'), numberOption('workers')];

if (cluster.isPrimary) for (let worker = 0; worker < workers; worker += 1) cluster.fork();
else {
  const never = new Int32Array(new SharedArrayBuffer(4));
  serve((_, response) => {
    Atomics.wait(never, 0, 0, hold);
    answer(response);
  });
}
