/**
 * The JSON documents of a text: the whole of it, the elements of a list, one a line (autocannon writes progress before
 * its own), or what stands between the first brace and the last. No reader looks deeper than it has to, so it
 * does not matter how deep they are.
 */
export function jsonDocuments(text: string): object[] {
  const whole = parsed(text);
  if (whole !== undefined) return objectsOf(whole);
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .flatMap((line) => objectsOf(parsed(line)));
  if (lines.length > 0) return lines;
  return objectsOf(parsed(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectsOf(value: unknown): object[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter(
    (item): item is object => typeof item === 'object' && item !== null && !Array.isArray(item),
  );
}
