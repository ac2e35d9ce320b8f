/** A server and a generator never share a core. */
export const SERVER_CORE = 0;
export const GENERATOR_CORE = 1;

/** The command, kept on a core. */
export const onCore = (core: number, command: readonly string[]): string[] => [
  'taskset',
  '-c',
  String(core),
  ...command,
];
