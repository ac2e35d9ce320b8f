import { LOADSTONE } from '../required-tools.ts';

/** `loadstone serve`, as its users have it: compiled, on the Node that runs the bench. */
export function serveCommand(port: number, ...flags: string[]): string[] {
  return [process.execPath, LOADSTONE, 'serve', '--bind', `127.0.0.1:${port}`, ...flags];
}
