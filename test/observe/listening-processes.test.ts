import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findListeningTree, readableAddress } from '../../src/observe/find-listening-tree.ts';
import { leafHolders, listenersOn } from '../../src/observe/listening-processes.ts';
import { processTree } from '../../src/observe/process-tree.ts';
import { ScriptProcess } from '../support/script-process.ts';
import { requireTool } from '../support/system-tools.ts';

describe('the leaves among those that hold a socket', () => {
  const CASES: readonly [string, readonly [number, number][], number[]][] = [
    [
      'a master and its workers',
      [
        [10, 1],
        [11, 10],
        [12, 10],
      ],
      [11, 12],
    ],
    ['a server of one process', [[10, 1]], [10]],
    [
      'a master that holds none itself',
      [
        [11, 10],
        [12, 10],
      ],
      [11, 12],
    ],
    [
      'three generations',
      [
        [10, 1],
        [11, 10],
        [12, 11],
      ],
      [12],
    ],
    ['none', [], []],
  ];
  for (const [what, holders, leaves] of CASES)
    it(`are right for ${what}`, () => {
      const nodes = holders.map(([pid, parentPid]) => ({ pid, parentPid }));
      assert.deepEqual([...leafHolders(nodes)], leaves);
    });
});

describe('who listens', { skip: process.platform !== 'linux' && 'reads /proc' }, () => {
  const REGISTRATIONS = [
    ['registered', true],
    ['unregistered', false],
    ['none', undefined],
  ] as const;
  for (const [registration, isRegistered] of REGISTRATIONS)
    for (const host of ['127.0.0.1', '::1'])
      it(`is found on ${host}, master and workers, with epoll ${registration}`, async (t) => {
        if (!requireTool(t, 'python3')) return;
        await using script = new ScriptProcess('forked_listeners.py', [host, '5', '0,0', registration]);
        const [port = 0, ...workers] = await script.numbers();
        const listeners = listenersOn(port, processTree({ pid: script.pid }));
        assert.deepEqual(
          listeners,
          [script.pid, ...workers]
            .toSorted((a, b) => a - b)
            .map((pid) => ({
              pid,
              isLeaf: pid !== script.pid,
              isRegistered: pid === script.pid ? undefined : isRegistered,
            })),
        );
        assert.deepEqual(listenersOn(1, processTree({ pid: script.pid })), []);
        assert.equal(findListeningTree(host, port), script.pid);
        assert.equal(findListeningTree(host === '::1' ? '[::1]' : 'localhost', port), script.pid);
        assert.equal(
          findListeningTree(host === '::1' ? '127.0.0.1' : '::1', port),
          undefined,
          'the other family',
        );
        assert.equal(findListeningTree('192.0.2.1', port), undefined, 'an address of another machine');
      });

  it('is nobody where nobody listens, or a name is no address', () => {
    assert.equal(findListeningTree('127.0.0.1', 1), undefined);
    assert.equal(findListeningTree('server.example', 80), undefined);
  });
});

describe('an address of the table of sockets', () => {
  const ADDRESSES = [
    ['0100007F', '127.0.0.1'],
    ['00000000', '0.0.0.0'],
    ['00000000000000000000000001000000', '::1'],
    ['00000000000000000000000000000000', '::'],
    ['0000000000000000FFFF00000100007F', '::ffff:127.0.0.1'],
    ['B80D0120000000000000000001000000', '2001:db8::1'],
  ] as const;
  for (const [written, read] of ADDRESSES)
    it(`${written} is ${read}`, () => assert.equal(readableAddress(written), read));
});
