/**
 * Who may import whom: the one table of it. A name is a folder of src/ or a file at its root; `type x` allows
 * `import type` only. The root files that serve all are open to all of src/ and not repeated.
 */
const SERVE_ALL = ['units', 'errors', 'entry-file', 'version', 'monotonic-clock'] as const;

const FOLDERS = [
  'plan',
  'samples',
  'statistics',
  'queueing',
  'diagnosis',
  'audit',
  'report',
  'serve',
  'load',
  'observe',
  'target',
  'store',
  'run',
  'sweep',
  'dashboard',
  'distributed',
  'cli',
] as const;

const ROOT_FILES = ['main', 'bin', 'index'] as const;

type Area =
  | (typeof SERVE_ALL)[number]
  | (typeof FOLDERS)[number]
  | (typeof ROOT_FILES)[number]
  | 'experiments'
  | 'examples';

const ALLOWED: Readonly<Record<Area, readonly (Area | `type ${Area}`)[]>> = {
  units: [],
  errors: [],
  'entry-file': [],
  version: [],
  'monotonic-clock': [],
  plan: [],
  samples: ['plan'],
  statistics: ['samples'],
  queueing: ['plan', 'samples', 'statistics'],
  diagnosis: ['plan', 'samples', 'statistics', 'queueing'],
  audit: ['plan', 'samples', 'statistics'],
  report: ['plan', 'samples', 'statistics', 'queueing', 'diagnosis', 'audit'],
  serve: ['plan'],
  load: ['plan', 'samples', 'statistics'],
  observe: ['samples'],
  target: ['plan', 'observe', 'type serve'],
  store: ['plan', 'samples'],
  run: ['plan', 'target', 'load', 'observe', 'samples', 'statistics', 'store', 'queueing', 'diagnosis'],
  sweep: ['plan', 'target', 'load', 'samples', 'statistics', 'store', 'queueing', 'diagnosis', 'run'],
  dashboard: ['plan', 'samples', 'statistics', 'queueing', 'diagnosis', 'report', 'store', 'run'],
  distributed: ['plan', 'load', 'samples', 'run', 'store'],
  cli: FOLDERS,
  main: ['cli'],
  bin: ['main'],
  index: FOLDERS,
  experiments: ['index'],
  examples: ['index'],
};

/** Written as a user would write them. */
const OUTSIDE: ReadonlySet<Area> = new Set<Area>(['experiments', 'examples']);

/** One import between two files of the project, with paths from its root. */
export interface Import {
  readonly importer: string;
  readonly imported: string;
  readonly typesOnly: boolean;
}

/** Says in one sentence what is wrong with an import, or returns undefined when it is allowed. */
export function wrongDirection({ importer, imported, typesOnly }: Import): string | undefined {
  const from = areaOf(importer);
  const to = areaOf(imported);
  const subject = `${importer} imports ${imported}`;
  if (from === undefined) return `${subject}, but ${importer} has no row in scripts/import-directions.ts`;
  if (to === undefined)
    return `${subject}, which is neither in src/ nor has a row in scripts/import-directions.ts`;
  if (from === to || ALLOWED[from].includes(to)) return undefined;
  if (isOneOf(SERVE_ALL, to) && !OUTSIDE.has(from)) return undefined;
  if (!ALLOWED[from].includes(`type ${to}`)) return `${subject}, but ${from} may import ${rowOf(from)}`;
  return typesOnly ? undefined : `${subject}, but ${from} may use only types of ${to}: write \`import type\``;
}

/** `src/load/http/framing.ts` → load, `src/units.ts` → units, `experiments/x.ts` → experiments. */
function areaOf(path: string): Area | undefined {
  const [top, second = ''] = path.split('/');
  if (top === 'experiments' || top === 'examples') return top;
  const name = second.replace(/\.ts$/, '');
  return top === 'src' && Object.hasOwn(ALLOWED, name) ? (name as Area) : undefined;
}

function rowOf(area: Area): string {
  if (OUTSIDE.has(area)) return 'only src/index.ts';
  const others = ALLOWED[area].join(', ');
  return `only ${others === '' ? '' : `${others}, and `}the root files ${SERVE_ALL.join(', ')}`;
}

function isOneOf<Name extends string>(names: readonly Name[], name: string): name is Name {
  return names.some((known) => known === name);
}
