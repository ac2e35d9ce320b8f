// A log that nobody reads any more (`2>&1 | head`) is no reason to end a server.
process.stderr.on('error', () => undefined);

/** One line on stderr with the process that writes it, so that the lines of several can be told apart. */
export function log(line: string): void {
  process.stderr.write(`loadstone serve [${process.pid}] ${line}\n`);
}

/** Whatever was thrown, with its stack where it has one. */
export function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
