/** Where a server listens: on a TCP port, or on a unix socket. */
export type BindAddress = TcpAddress | UnixAddress;

export interface TcpAddress {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
}

export interface UnixAddress {
  readonly path: string;
}

/** Reads `127.0.0.1:8000`, `localhost:0`, `[::1]:8000` or `unix:/run/app.sock`; undefined when it is none of these. */
export function parseBindAddress(text: string): BindAddress | undefined {
  const path = /^unix:(.+)$/.exec(text.trim())?.[1];
  if (path !== undefined) return { path };
  const match = /^(?:\[([\da-fA-F:.%\w]+)\]|([^\s:[\]/]+)):(\d{1,5})$/.exec(text.trim());
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

/** `127.0.0.1:8000`, with an IPv6 host in brackets, or `unix:/run/app.sock`. */
export function formatBindAddress(address: BindAddress): string {
  if ('path' in address) return `unix:${address.path}`;
  const { host, port } = address;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The address as it was given, with the port that it turned out to be. */
export function withPort(given: BindAddress, bound: BindAddress): BindAddress {
  return 'path' in given || 'path' in bound ? given : { ...given, port: bound.port };
}
