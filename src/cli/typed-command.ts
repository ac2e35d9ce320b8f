/** What follows them may be a secret, by the name before it. */
const NAMING: ReadonlySet<string> = new Set(['-H', '--header', '--env']);
const SECRET = /auth|cookie|token|secret|password|key|session/i;

/** A name, what parts it from what it is, and that. */
const NAMED = /^(?<flag>-H|--header=|--env=)?(?<name>[^:=]+)(?<parting>[:=]\s*)(?<value>.*)$/s;

/**
 * The command line, to be kept with a run and shown to others: what its headers and variables hold is left out where their
 * names speak of a secret.
 */
export function typedCommand(args: readonly string[]): string[] {
  return [
    'loadstone',
    ...args.map((word, index) => {
      const { flag, name, parting } = NAMED.exec(word)?.groups ?? {};
      const isNamed = flag !== undefined || NAMING.has(args[index - 1] ?? '');
      return isNamed && name !== undefined && SECRET.test(name) ? `${flag ?? ''}${name}${parting}…` : word;
    }),
  ];
}
