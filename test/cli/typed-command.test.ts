import assert from 'node:assert/strict';
import { it } from 'node:test';
import { typedCommand } from '../../src/cli/typed-command.ts';

it('keeps a command line but for what its headers and variables say of secrets', () => {
  const cases: readonly [args: string[], kept: string[]][] = [
    [
      ['-H', 'Authorization: Bearer abc'],
      ['-H', 'Authorization: …'],
    ],
    [['-HCookie:a=b'], ['-HCookie:…']],
    [['--header=X-Api-Key: 1'], ['--header=X-Api-Key: …']],
    [
      ['--env', 'DB_PASSWORD=a=b'],
      ['--env', 'DB_PASSWORD=…'],
    ],
    [['--env=TOKEN=x'], ['--env=TOKEN=…']],
    [
      ['-H', 'Accept: text/html'],
      ['-H', 'Accept: text/html'],
    ],
    [
      ['--env', 'HOLD_SECONDS=0.25'],
      ['--env', 'HOLD_SECONDS=0.25'],
    ],
    [
      ['--command', 'serve --token=x -p {port}'],
      ['--command', 'serve --token=x -p {port}'],
    ],
  ];
  for (const [args, kept] of cases) assert.deepEqual(typedCommand(args), ['loadstone', ...kept]);
});
