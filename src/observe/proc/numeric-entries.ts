import { readdirSync } from 'node:fs';

/** The entries of a folder of /proc that are numbers: processes, threads, file descriptors. Undefined where it cannot be read. */
export function numericEntries(folder: string): number[] | undefined {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return undefined;
  }
  const numbers: number[] = [];
  for (const name of names) {
    const first = name.charCodeAt(0);
    if (first >= 48 && first <= 57) numbers.push(Number(name));
  }
  return numbers;
}
