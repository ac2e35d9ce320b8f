import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/errors.ts';
import {
  choiceOver,
  chooseTransport,
  type Link,
  type NativeTransportName,
  type TransportChoice,
  type WhyNot,
} from '../../../src/load/transport/choose-transport.ts';
import type { Stamps } from '../../../src/load/transport/transport.ts';

/** A machine on which these do not work. */
const withoutAny =
  (...forbidden: NativeTransportName[]): WhyNot =>
  async (transport) =>
    forbidden.includes(transport) ? `${transport} is forbidden (EPERM)` : undefined;

describe('the transport', () => {
  const cases: readonly [TransportChoice, Stamps | undefined, NativeTransportName[], string][] = [
    ['auto', undefined, [], 'uring with kernel stamps'],
    ['auto', 'user', [], 'uring with user stamps'],
    ['auto', undefined, ['uring'], 'epoll with kernel stamps'],
    ['auto', 'user', ['uring'], 'epoll with user stamps'],
    ['auto', undefined, ['uring', 'epoll'], 'node with user stamps'],
    ['uring', undefined, ['epoll'], 'uring with kernel stamps'],
    ['uring', 'user', [], 'uring with user stamps'],
    ['epoll', undefined, ['uring'], 'epoll with kernel stamps'],
    ['epoll', 'user', [], 'epoll with user stamps'],
    ['node', undefined, [], 'node with user stamps'],
    ['node', 'user', ['uring', 'epoll'], 'node with user stamps'],
  ];
  for (const [wanted, stamps, forbidden, expected] of cases) {
    const asked = `${wanted}${stamps === undefined ? '' : ` and ${stamps} stamps`}`;
    it(`is ${expected} when ${asked} is asked for and ${listed(forbidden)} is forbidden`, async () => {
      const chosen = await chooseTransport(wanted, stamps, withoutAny(...forbidden));
      assert.equal(`${chosen.transport} with ${chosen.stamps} stamps`, expected);
    });
  }

  const refused: readonly [TransportChoice, Stamps | undefined, RegExp][] = [
    ['uring', undefined, /^--transport uring: .*uring is forbidden.*Use --transport auto or epoll$/],
    ['epoll', undefined, /^--transport epoll: .*EPERM.*Use --transport auto or node$/],
    ['node', 'kernel', /^--stamps kernel: .*`node` has no kernel stamps/],
    ['auto', 'kernel', /^--stamps kernel: /],
  ];
  for (const [wanted, stamps, expected] of refused) {
    it(`is refused in one line for ${wanted}, ${stamps ?? 'any'} stamps, where only node works`, async () => {
      await assert.rejects(chooseTransport(wanted, stamps, withoutAny('uring', 'epoll')), (error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.line, expected);
        return true;
      });
    });
  }
});

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(' and ');
}

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
