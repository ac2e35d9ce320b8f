import assert from 'node:assert/strict';
import { hostname, networkInterfaces } from 'node:os';
import { describe, it } from 'node:test';
import { accessTo, type Access } from '../../src/dashboard/access.ts';
import { browsableHost, inUrl, isLoopback, isOwnHost } from '../../src/dashboard/host-check.ts';
import { isOwnRequest } from '../../src/dashboard/origin-check.ts';
import { cookieName, cookieValue, drawToken, hasCookie, isSameSecret } from '../../src/dashboard/token.ts';

describe('a host', () => {
  const cases: readonly [bound: string, header: string | undefined, isOwn: boolean][] = [
    ['127.0.0.1', '127.0.0.1:5623', true],
    ['127.0.0.1', 'localhost:5623', true],
    ['127.0.0.1', 'LocalHost:5623', true],
    ['127.0.0.1', '[::1]:5623', true],
    ['127.0.0.1', '127.0.0.1', false],
    ['127.0.0.1', '127.0.0.1:5624', false],
    ['127.0.0.1', 'evil.example:5623', false],
    ['127.0.0.1', '127.0.0.1.evil.example:5623', false],
    ['127.0.0.1', 'localhost:5623@evil.example', false],
    ['127.0.0.1', `${hostname()}.evil.example:5623`, false],
    ['127.0.0.1', '', false],
    ['127.0.0.1', undefined, false],
    ['127.0.0.2', '127.0.0.2:5623', true],
    ['bench.example', 'bench.example:5623', true],
    ['bench.example', 'evil.example:5623', false],
    ['0.0.0.0', `${hostname()}:5623`, true],
    ['0.0.0.0', `${hostname()}.local:5623`, true],
    ['0.0.0.0', '0.0.0.0:5623', false],
    ['::', 'evil.example:5623', false],
  ];
  for (const [host, header, isOwn] of cases)
    it(`${header} is ${isOwn ? '' : 'not '}a name of a server at ${host}`, () => {
      assert.equal(isOwnHost(header, { host, port: 5623 }), isOwn);
    });

  it('is known by each address of the machine where it listens at all of them', () => {
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    for (const { address } of addresses)
      assert.equal(isOwnHost(`${inUrl(address)}:5623`, { host: '0.0.0.0', port: 5623 }), true, address);
  });

  it('needs no port where that is 80', () => {
    assert.equal(isOwnHost('localhost', { host: '127.0.0.1', port: 80 }), true);
  });

  it('is on this machine only, or not', () => {
    assert.deepEqual(['127.0.0.1', '127.8.9.1', 'localhost', '::1'].map(isLoopback), [
      true,
      true,
      true,
      true,
    ]);
    assert.deepEqual(
      ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.evil.example', 'localhost.evil.example'].map(isLoopback),
      [false, false, false, false, false],
    );
    const shown = browsableHost('0.0.0.0');
    assert.equal(isOwnHost(`${shown}:5623`, { host: '0.0.0.0', port: 5623 }), true);
    assert.equal(isLoopback(shown), false);
    assert.equal(browsableHost('10.0.0.1'), '10.0.0.1');
  });
});

describe('where a request comes from', () => {
  const host = '127.0.0.1:5623';
  const navigate = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  const cases: readonly [name: string, headers: Readonly<Record<string, string>>, isOwn: boolean][] = [
    ['a program', {}, true],
    ['its own page', { origin: 'http://127.0.0.1:5623', 'sec-fetch-site': 'same-origin' }, true],
    ['the address bar', { 'sec-fetch-site': 'none', ...navigate }, true],
    ['a link on another page', { 'sec-fetch-site': 'cross-site', ...navigate }, true],
    ['another page', { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }, false],
    ['another port', { origin: 'http://127.0.0.1:8000' }, false],
    ['another scheme', { origin: 'https://127.0.0.1:5623' }, false],
    ['a page without an origin', { origin: 'null' }, false],
    ['a script elsewhere', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, false],
    ['a script on another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }, false],
    [
      'a frame elsewhere',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      false,
    ],
  ];
  for (const [name, headers, isOwn] of cases)
    it(`${name} ${isOwn ? 'may' : 'may not'} ask`, () => {
      assert.equal(isOwnRequest({ host, ...headers }), isOwn);
    });
});

describe('a token', () => {
  const token = drawToken();
  const access: Access = { host: '0.0.0.0', port: 5623, token };
  const ask = (url: string, cookie?: string) =>
    accessTo({ method: 'GET', url, headers: { host: 'localhost:5623', ...(cookie && { cookie }) } }, access);

  it('is long, and another each time', () => {
    assert.match(token, /^[\w-]{32}$/);
    assert.notEqual(token, drawToken());
  });

  it('is asked for everywhere', () => {
    for (const url of ['/', '/runs/a', '/events', '/assets/morph.ts', '/nowhere', '/?token=', '/?token=x'])
      assert.deepEqual(ask(url), { kind: 'refused', because: 'token' }, url);
  });

  it('becomes a cookie that no script and no other site has, and leaves the address', () => {
    assert.deepEqual(ask(`/runs/a?plan=x%20y&token=${token}&page=2`), {
      kind: 'signedIn',
      cookie: `loadstone-5623=${cookieValue(token)}; Path=/; HttpOnly; SameSite=Strict`,
      location: '/runs/a?plan=x+y&page=2',
    });
    assert.equal(cookieValue(token).includes(token), false);
  });

  it('sends nobody to another host', () => {
    for (const path of ['//evil.example/', '/\\evil.example/', '///evil.example'])
      assert.match((ask(`${path}?token=${token}`) as { location: string }).location, /^\/evil\.example/);
  });

  it('is not asked for again where the browser has its cookie', () => {
    const cookie = `other=1; ${cookieName(5623)}=${cookieValue(token)}`;
    assert.deepEqual(ask('/runs/a', cookie), { kind: 'allowed' });
    assert.equal(hasCookie(cookie, 5624, token), false);
    assert.equal(hasCookie(`${cookieName(5623)}=${token}`, 5623, token), false);
    assert.equal(hasCookie(undefined, 5623, token), false);
  });

  it('is compared whole', () => {
    assert.equal(isSameSecret(token, token), true);
    for (const other of ['', token.slice(1), `${token}a`, token.toUpperCase()])
      assert.equal(isSameSecret(other, token), false);
  });
});
