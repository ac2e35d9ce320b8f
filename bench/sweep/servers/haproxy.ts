// A process's entry: HAProxy before a backend that takes any number of requests at once, and to which it lets `maxconn`
// through; the others wait in its queue. Run: node haproxy.ts --port P --slots N --hold 250
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
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
const holdMs = Number(values.hold);

const backend = createServer((_, response) => {
  void sleep(holdMs).then(() => response.end('ok'));
});
backend.listen(0, '127.0.0.1');
await once(backend, 'listening');
const { port } = backend.address() as AddressInfo;

const proxy = spawn('/usr/sbin/haproxy', ['-db', '-f', join(import.meta.dirname, 'haproxy.cfg')], {
  env: { ...process.env, FRONT_PORT: values.port, BACK_PORT: String(port), MAXCONN: values.slots },
  stdio: ['ignore', 'inherit', 'inherit'],
});
proxy.once('exit', (code) => process.exit(code ?? 1));
process.once('SIGTERM', () => proxy.kill('SIGTERM'));
