/** What is asked for on every connection of a load. */
export interface RequestTemplate {
  url: URL;
  method: string;
  headers: Readonly<Record<string, string>>;
}

/** The bytes of one HTTP/1.1 request, built once and written as they are each time. */
export function buildRequest({ url, method, headers }: RequestTemplate): Buffer {
  const lines = [`${method} ${url.pathname}${url.search} HTTP/1.1`];
  const given = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  if (!given.has('host')) lines.push(`Host: ${url.host}`);
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
