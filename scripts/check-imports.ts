/** Fails with a sentence for every import that goes the wrong way: `npm run check:imports`. Cycles are oxlint's. */
import { join } from 'node:path';
import { wrongDirection } from './import-directions.ts';
import { readImports } from './read-imports.ts';

const imports = readImports(join(import.meta.dirname, '..'), ['src', 'experiments', 'examples']);
const wrong = imports.map(wrongDirection).filter((sentence) => sentence !== undefined);
for (const sentence of wrong) process.stderr.write(`${sentence}\n`);
if (wrong.length > 0) process.exitCode = 1;
else process.stdout.write(`${imports.length} imports, all in an allowed direction\n`);
