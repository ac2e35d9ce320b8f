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
    [['-qHX-Tenant: a'], ['-qHX-Tenant: …']],
    [['-H=Who : a:b'], ['-H=Who : …']],
    [
      ['-H', 'X-Tenant: a'],
      ['-H', 'X-Tenant: …'],
    ],
    [
      ['--env', 'DATABASE=postgres://me:mine@db/x'],
      ['--env', 'DATABASE=postgres://me:…@db/x'],
    ],
    [['--url=http://me:mine@127.0.0.1/'], ['--url=http://me:…@127.0.0.1/']],
    [
      ['--url', 'http://127.0.0.1:80/Here?a=b@c'],
      ['--url', 'http://127.0.0.1:80/Here?a=b@c'],
    ],
    [
      ['--factor', 'endpoint=/a,/b', '--header=Accept: a/b'],
      ['--factor', 'endpoint=/a,/b', '--header=Accept: a/b'],
    ],
    [
      ['-d', '1s', '-THx=1'],
      ['-d', '1s', '-THx=…'],
    ],
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
