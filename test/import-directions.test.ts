import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { wrongDirection, type Import } from '../scripts/import-directions.ts';
import { importsOf, readImports } from '../scripts/read-imports.ts';

const value = (importer: string, imported: string): Import => ({ importer, imported, typesOnly: false });
const type = (importer: string, imported: string): Import => ({ importer, imported, typesOnly: true });

test('every import in src/, experiments/ and examples/ goes in an allowed direction', () => {
  const imports = readImports(join(import.meta.dirname, '..'), ['src', 'experiments', 'examples']);
  assert.ok(imports.length > 20, 'the imports were found at all');
  assert.deepEqual(
    imports.map(wrongDirection).filter((sentence) => sentence !== undefined),
    [],
  );
});

for (const allowed of [
  value('src/report/table.ts', 'src/samples/trial-record.ts'),
  value('src/load/http/parser.ts', 'src/load/ledger.ts'),
  value('src/serve/worker.ts', 'src/units.ts'),
  value('src/errors.ts', 'src/units.ts'),
  value('src/cli/run.ts', 'src/distributed/agent.ts'),
  value('src/main.ts', 'src/cli/run.ts'),
  value('src/bin.ts', 'src/main.ts'),
  value('src/index.ts', 'src/plan/plan.ts'),
  value('experiments/sync-vs-async.ts', 'src/index.ts'),
  value('examples/orders/app.ts', 'src/index.ts'),
  type('src/target/embedded.ts', 'src/serve/messages.ts'),
]) {
  test(`${allowed.importer} may import ${allowed.imported}`, () => {
    assert.equal(wrongDirection(allowed), undefined);
  });
}

for (const [wrong, reason] of [
  [
    value('src/load/pace.ts', 'src/serve/app.ts'),
    /but load may import only plan, samples, statistics, and the/,
  ],
  [value('src/serve/app.ts', 'src/load/pace.ts'), /but serve may import only plan, and the/],
  [type('src/report/table.ts', 'src/run/run.ts'), /but report may import only plan, samples/],
  [value('src/plan/plan.ts', 'src/samples/ledger.ts'), /but plan may import only the root files/],
  [value('src/store/store.ts', 'src/cli/run.ts'), /but store may import only/],
  [
    value('src/target/embedded.ts', 'src/serve/app.ts'),
    /but target may use only types of serve: write `import type`/,
  ],
  [value('src/run/run.ts', 'src/index.ts'), /but run may import only/],
  [value('experiments/mine.ts', 'src/plan/plan.ts'), /but experiments may import only src\/index\.ts/],
  [value('examples/mine/app.ts', 'src/plan/plan.ts'), /but examples may import only src\/index\.ts/],
  [value('experiments/mine.ts', 'src/units.ts'), /but experiments may import only src\/index\.ts/],
  [value('src/load/pace.ts', 'test/support/clock.ts'), /which is neither in src\/ nor has a row/],
  [
    value('src/utils/text.ts', 'src/units.ts'),
    /src\/utils\/text\.ts has no row in scripts\/import-directions\.ts/,
  ],
] as const) {
  test(`${wrong.importer} may not import ${wrong.imported}`, () => {
    const sentence = wrongDirection(wrong) ?? '';
    assert.ok(sentence.startsWith(`${wrong.importer} imports ${wrong.imported}`), sentence);
    assert.match(sentence, reason);
  });
}

test('imports, re-exports and dynamic imports are all read, packages are not', () => {
  const source = `
    import { z } from 'zod';
    import { a, type B } from './a.ts';
    import type { C } from '../plan/c.ts';
    import { type D } from '../plan/d.ts';
    import '../errors.ts';
    export { e, f } from './e.ts';
    export type { G } from './g.ts';
    export * from './h.ts';
    export const i = await import('../cli/i.ts');
    await import(a);
  `;
  assert.deepEqual(importsOf('src/load/x.ts', source), [
    value('src/load/x.ts', 'src/load/a.ts'),
    type('src/load/x.ts', 'src/plan/c.ts'),
    value('src/load/x.ts', 'src/plan/d.ts'),
    value('src/load/x.ts', 'src/errors.ts'),
    value('src/load/x.ts', 'src/load/e.ts'),
    type('src/load/x.ts', 'src/load/g.ts'),
    value('src/load/x.ts', 'src/load/h.ts'),
    value('src/load/x.ts', 'src/cli/i.ts'),
  ]);
});

test('a file that does not parse is an error, not a file without imports', () => {
  assert.throws(() => importsOf('src/load/x.ts', 'import { from'), /src\/load\/x\.ts does not parse/);
});
