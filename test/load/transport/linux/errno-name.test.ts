import assert from 'node:assert/strict';
import { constants } from 'node:os';
import { it } from 'node:test';
import { errnoName } from '../../../../src/load/transport/linux/errno-name.ts';

for (const name of ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EMFILE', 'EADDRNOTAVAIL', 'EAGAIN'] as const)
  it(`names ${name} as Node does`, () => assert.equal(errnoName(constants.errno[name]), name));

it('keeps a number that has no name', () => assert.equal(errnoName(4_095), 'errno4095'));
