import { Console } from 'node:console';
import { writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/**
 * A console that writes at once. A thread's own hands its lines to the main thread and waits for receipts, which it
 * would not see before its next request: it sleeps in between.
 */
export function threadConsole(): Console {
  return new Console({ stdout: writer(1), stderr: writer(2) });
}

function writer(descriptor: 1 | 2): Writable {
  return new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      try {
        writeSync(descriptor, text);
      } catch {
        // Nobody reads it any more, or not fast enough: no reason to end a request.
      }
      done();
    },
  });
}
