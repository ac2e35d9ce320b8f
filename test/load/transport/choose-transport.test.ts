import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/errors.ts';
import { chooseTransport, type TransportChoice } from '../../../src/load/transport/choose-transport.ts';
import type { Stamps } from '../../../src/load/transport/transport.ts';

const works = async (): Promise<undefined> => undefined;
const forbidden = async (): Promise<string> => 'epoll_create1 failed (EPERM)';

describe('the transport', () => {
  const cases: readonly [TransportChoice, Stamps | undefined, typeof works | typeof forbidden, string][] = [
    ['auto', undefined, works, 'epoll with kernel stamps'],
    ['auto', 'user', works, 'epoll with user stamps'],
    ['auto', undefined, forbidden, 'node with user stamps'],
    ['epoll', undefined, works, 'epoll with kernel stamps'],
    ['epoll', 'user', works, 'epoll with user stamps'],
    ['node', undefined, works, 'node with user stamps'],
    ['node', 'user', forbidden, 'node with user stamps'],
  ];
  for (const [wanted, stamps, epoll, expected] of cases) {
    const asked = `${wanted}${stamps === undefined ? '' : ` and ${stamps} stamps`}`;
    it(`is ${expected} when ${asked} is asked for and epoll ${epoll === works ? 'works' : 'is forbidden'}`, async () => {
      const chosen = await chooseTransport(wanted, stamps, epoll);
      assert.equal(`${chosen.transport} with ${chosen.stamps} stamps`, expected);
    });
  }

  const refused: readonly [TransportChoice, Stamps | undefined, RegExp][] = [
    ['epoll', undefined, /^--transport epoll: .*EPERM.*Use --transport auto or node$/],
    ['node', 'kernel', /^--stamps kernel: .*`node` has no kernel stamps/],
    ['auto', 'kernel', /^--stamps kernel: /],
  ];
  for (const [wanted, stamps, expected] of refused) {
    it(`is refused in one line for ${wanted}, ${stamps ?? 'any'} stamps, where epoll is forbidden`, async () => {
      await assert.rejects(chooseTransport(wanted, stamps, forbidden), (error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.line, expected);
        return true;
      });
    });
  }
});
