/** A source address has about 28,000 ports, which get slow to find well before they run out. */
const CONNECTIONS_PER_SOURCE = 10_000;

/**
 * Where a connection comes from: to this machine many addresses are there to choose from, since all of 127.0.0.0/8
 * is it. Undefined where the choice is the system's.
 * @param connection its number among those of all threads
 */
export function sourceAddress(target: string, connection: number): string | undefined {
  const source = Math.floor(connection / CONNECTIONS_PER_SOURCE);
  return source > 0 && target.startsWith('127.') ? `127.0.0.${1 + source}` : undefined;
}
