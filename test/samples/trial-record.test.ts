import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOwnRecord } from '../../src/samples/own-trial-record.ts';
import { trialRecordSchema } from '../../src/samples/trial-record.ts';
import { trialRecord } from '../report/fixtures/trial-record.ts';

test("a record from before there were other generators is read as Loadstone's own", () => {
  const { generator, statusErrors, ...rest } = trialRecord({ ledger: { completed: 3 } });
  const { name, version, ...ofOld } = generator;
  assert.deepEqual([name, version, statusErrors], ['loadstone', null, null]);
  const read = trialRecordSchema.parse({ ...rest, generator: ofOld });
  assert.ok(isOwnRecord(read));
  assert.deepEqual(read, { ...rest, generator, statusErrors });
});
