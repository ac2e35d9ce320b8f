/** Where a server listens. */
export interface BindAddress {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
}

/** Reads `127.0.0.1:8000`, `localhost:0` or `[::1]:8000`; undefined when the text is no host and port. */
export function parseBindAddress(text: string): BindAddress | undefined {
  const match = /^(?:\[([\da-fA-F:.%\w]+)\]|([^\s:[\]/]+)):(\d{1,5})$/.exec(text.trim());
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

/** `127.0.0.1:8000`, with an IPv6 host in brackets. */
export function formatBindAddress({ host, port }: BindAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
