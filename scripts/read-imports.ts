import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import type { Import } from './import-directions.ts';

/** The imports between the project's own files under some folders of it. */
export function readImports(root: string, folders: readonly string[]): Import[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
    .toSorted()
    .flatMap((path) => importsOf(path, readFileSync(posix.join(root, path), 'utf8')));
}

/** The relative imports, re-exports and dynamic imports of one file; packages and computed names are left out. */
export function importsOf(importer: string, source: string): Import[] {
  const { module, errors } = parseSync(importer, source);
  if (errors[0] !== undefined) throw new Error(`${importer} does not parse: ${errors[0].message}`);
  const literal = ({ start, end }: { start: number; end: number }): string => source.slice(start, end);
  const statements = [
    ...module.staticImports.map((node) => ({ statement: literal(node), name: node.moduleRequest.value })),
    ...module.staticExports.map((node) => ({
      statement: literal(node),
      name: node.entries[0]?.moduleRequest?.value,
    })),
    ...module.dynamicImports.map((node) => ({
      statement: literal(node),
      name: literal(node.moduleRequest).replaceAll(/^['"`]|['"`]$/g, ''),
    })),
  ];
  return statements.flatMap(({ statement, name }) =>
    name?.startsWith('.') === true
      ? [
          {
            importer,
            imported: posix.join(posix.dirname(importer), name),
            // `import { type X }` does not count: the compiler keeps the import itself.
            typesOnly: /^(?:import|export)\s+type\b/.test(statement),
          },
        ]
      : [],
  );
}
