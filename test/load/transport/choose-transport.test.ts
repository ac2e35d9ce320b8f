import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/errors.ts';
import {
  choiceOver,
  chooseTransport,
  type Link,
  type TransportChoice,
} from '../../../src/load/transport/choose-transport.ts';
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

describe('what can be asked for', () => {
  const cases: readonly [Link, TransportChoice | undefined, TransportChoice][] = [
    ['tcp', undefined, 'auto'],
    ['tcp', 'epoll', 'epoll'],
    ['tls', undefined, 'node'],
    ['tls', 'auto', 'node'],
    ['tls', 'node', 'node'],
    ['unix', 'auto', 'node'],
  ];
  for (const [link, wanted, expected] of cases)
    it(`is ${expected} over ${link} when ${wanted ?? 'nothing'} was`, () =>
      assert.equal(choiceOver(link, wanted), expected));

  const refused: readonly [Link, TransportChoice, Stamps | undefined, RegExp][] = [
    [
      'tls',
      'epoll',
      undefined,
      /^--transport epoll: .*`epoll` does not speak over https\. .*--transport node$/,
    ],
    ['unix', 'epoll', undefined, /^--transport epoll: .* over a unix socket\. /],
    [
      'tls',
      'auto',
      'kernel',
      /^--stamps kernel: there are no kernel stamps over https\. Leave the flag out$/,
    ],
    ['unix', 'node', 'kernel', /^--stamps kernel: /],
  ];
  for (const [link, wanted, stamps, expected] of refused)
    it(`is refused in one line over ${link} when ${wanted} with ${stamps ?? 'any'} stamps was`, () =>
      assert.throws(
        () => choiceOver(link, wanted, stamps),
        (error) => error instanceof UserError && expected.test(error.line),
      ));
});
