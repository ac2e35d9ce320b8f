import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandWords, fillIn, placeholdersIn } from '../../src/plan/command-template.ts';

describe('the words of a command', () => {
  const cases: readonly [command: string, words: readonly string[]][] = [
    [
      'gunicorn -w {workers} -b {host}:{port} app:app',
      ['gunicorn', '-w', '{workers}', '-b', '{host}:{port}', 'app:app'],
    ],
    [`sh -c 'cd app && exec node .'`, ['sh', '-c', 'cd app && exec node .']],
    ['node "my server.js" --a=\\ b', ['node', 'my server.js', '--a= b']],
    ['serve $HOME/* {"a":1}', ['serve', '$HOME/*', '{a:1}']],
  ];
  for (const [command, words] of cases)
    it(`of ${command} are those that a shell would pass on, and no more is done to them`, () => {
      assert.deepEqual(commandWords(command), { words });
    });

  for (const [command, part] of [
    ['a && b', '&&'],
    ['a | b', '|'],
    ['a > log', '>'],
    ['a # b', '#'],
  ] as const)
    it(`cannot be told of ${command}, which needs a shell`, () => {
      const result = commandWords(command);
      assert.ok(
        'problem' in result && result.problem.includes(`"${part}`) && result.problem.includes('sh -c'),
      );
    });

  it('are at least one', () => {
    for (const command of ['', '  ']) assert.ok('problem' in commandWords(command));
  });
});

describe('placeholders', () => {
  it('are the names in single braces', () => {
    const names = placeholdersIn(['{a}', '-x{b2}y{a}', '{{c}} { d } {1} {}']);
    assert.deepEqual([...names], ['a', 'b2']);
  });

  it('give way to their values, doubled braces to single ones, and the rest stays', () => {
    const values = { a: '1', b2: '{a}' };
    assert.equal(fillIn('{a}-{b2}-{unknown}-{{a}}-{toString}', values), '1-{a}-{unknown}-{a}-{toString}');
  });
});
