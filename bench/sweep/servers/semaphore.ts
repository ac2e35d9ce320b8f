// A process's entry: a server whose handlers take turns at a semaphore, so that no thread and no process shows how many run
// at once. Run: node semaphore.ts --port P --slots N --hold 250
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8000' },
    slots: { type: 'string', default: '1' },
    /** In ms. */
    hold: { type: 'string', default: '250' },
  },
});
const [port, slots, holdMs] = [values.port, values.slots, values.hold].map(Number) as [
  number,
  number,
  number,
];

let free = slots;
const waiting: (() => void)[] = [];

async function acquire(): Promise<void> {
  if (free > 0) {
    free--;
    return;
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  waiting.push(resolve);
  await promise;
}

/** Who waits longest has it next. */
function release(): void {
  const next = waiting.shift();
  if (next === undefined) free++;
  else next();
}

createServer((request, response) => {
  void answer(request.url ?? '/').then((body) => response.end(body));
}).listen(port, '127.0.0.1');

/** `/free` waits as long and takes no slot; what is not there is said to be so at once. */
async function answer(url: string): Promise<string> {
  if (url === '/free') {
    await sleep(holdMs);
    return 'ok';
  }
  if (url !== '/') return 'there is no such thing';
  await acquire();
  try {
    await sleep(holdMs);
    return 'ok';
  } finally {
    release();
  }
}
