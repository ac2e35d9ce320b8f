import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { schemaFiles } from '../scripts/schemas.ts';

const FOLDER = join(import.meta.dirname, '..', 'schemas');

for (const [name, text] of schemaFiles()) {
  test(`schemas/${name} says what the code checks`, () => {
    const stale = readFileSync(join(FOLDER, name), 'utf8') !== text;
    assert.ok(!stale, `schemas/${name} is stale: run \`npm run schemas\` and commit it`);
  });
}

test('every file in schemas/ is written from the code', () => {
  const written = schemaFiles().map(([name]) => name);
  assert.deepEqual(readdirSync(FOLDER).toSorted(), written.toSorted());
});
