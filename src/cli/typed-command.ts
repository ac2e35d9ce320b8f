/** What follows them is a header or a variable, named in it. */
const HEADER: ReadonlySet<string> = new Set(['-H', '--header']);
const NAMING: ReadonlySet<string> = new Set([...HEADER, '--env']);
/** Headers that say nothing of who asks. */
const HARMLESS =
  /^(?:accept(?:-[a-z]+)?|content-(?:type|language|encoding)|user-agent|cache-control|connection)$/i;
const SECRET = /auth|cookie|token|secret|pass|pwd|key|session|credential/i;
/** A name and a password in a URL. */
const USERINFO = /(?<=\/\/[^/\s:@]*:)[^/\s@]+(?=@)/g;

/** A name, what parts it from what it is, and that; the letters before -H are of flags that take nothing. */
const NAMED = /^(?<flag>-[a-zA-Z]*H=?|--header=|--env=)?(?<name>[^:=]+?)(?<parting>\s*[:=]\s*)(?<value>.*)$/s;

/**
 * The command line, to be kept with a run and shown to others: left out is what its headers hold, but for harmless ones, what its
 * variables hold whose names speak of a secret, and passwords in URLs.
 */
export function typedCommand(args: readonly string[]): string[] {
  return ['loadstone', ...args.map((word, index) => keptWord(word, args[index - 1] ?? ''))];
}

function keptWord(word: string, before: string): string {
  const { flag = '', name = '', parting = '' } = NAMED.exec(word)?.groups ?? {};
  const by = flag === '' ? before : flag;
  if (name === '' || !(flag !== '' || NAMING.has(before))) return withoutPasswords(word);
  const isHeader = HEADER.has(by) || !by.startsWith('--env');
  const isKept = isHeader ? HARMLESS.test(name) : !SECRET.test(name);
  return isKept ? withoutPasswords(word) : `${flag}${name}${parting}…`;
}

const withoutPasswords = (word: string): string => word.replaceAll(USERINFO, '…');
