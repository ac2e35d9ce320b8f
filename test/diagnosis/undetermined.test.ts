import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnoseTrial } from '../../src/diagnosis/diagnosis.ts';
import { parseHold } from '../../src/plan/hold.ts';
import type { ConditionServer } from '../../src/diagnosis/condition-server.ts';
import type { UndeterminedReason } from '../../src/samples/diagnosis.ts';
import type { TrialRecord } from '../../src/samples/trial-record.ts';
import { trialRecord } from '../report/fixtures/trial-record.ts';
import { observed, simulated } from './fixtures/simulated.ts';

type Case = readonly [what: string, record: TrialRecord, reason: UndeterminedReason, known?: ConditionServer];

const pool = { place: 'slot', hold: 'exp:50ms' } as const;
const NARROW = 'uniform:49ms:51ms';
const loop = { place: 'eventLoop', hold: '50ms' } as const;

const poolOf = (slotsAWorker: number, hold: string): ConditionServer => ({
  workerClass: 'pool',
  workers: 1,
  slotsAWorker,
  hold: parseHold(hold) ?? null,
  hasOwnApp: false,
});

const CASES: readonly Case[] = [
  [
    'a server that answers nothing',
    observed(trialRecord({ connections: 20, ledger: { timedOut: 20 } })),
    'nothingCompleted',
  ],
  [
    'a handful of responses',
    observed(trialRecord({ connections: 4, durationMs: 3_000, ledger: { completed: 4, inFlightAtEnd: 4 } })),
    'tooFewCompleted',
  ],
  ['slots whose holds vary', observed(simulated(pool), { serving: 6 }), 'serviceTimeUnknown'],
  [
    'a load that had a warm-up, so that nobody saw the server idle',
    observed(simulated({ ...pool, hold: '50ms', load: { warmup: '500ms' } }), { serving: 6 }),
    'serviceTimeUnknown',
  ],
  ['one request at a time of a server that was not seen', simulated(loop), 'serverNotSeen'],
  [
    'one request at a time of a worker that reads what comes, by a thread or a wait of one',
    observed(simulated(loop), { unread: 0 }),
    'neitherExplains',
  ],
  [
    'a machine that others fill',
    observed(simulated(pool), { machineBusy: 0.99, serverShare: 0.05 }),
    'machineShared',
  ],
  [
    'about as many slots as connections',
    observed(simulated({ ...pool, hold: NARROW, connections: 21, slots: 20 }), { serving: 21 }),
    'slotsAboutConnections',
    poolOf(20, NARROW),
  ],
  [
    'half of what slots and load allow, with nothing seen',
    simulated({ ...pool, hold: '100ms', slots: 10, connections: 30 }),
    'neitherExplains',
    poolOf(20, '100ms'),
  ],
];

describe('it is undetermined, with the reason and what would tell,', () => {
  for (const [what, record, reason, known] of CASES)
    it(`what limits ${what}: ${reason}`, () => {
      const { ceiling, findings } = diagnoseTrial(record, known === undefined ? {} : { known });
      const [finding] = findings;
      assert.deepEqual(
        [ceiling, finding?.reason],
        ['undetermined', reason],
        JSON.stringify(findings, null, 1),
      );
      assert.equal(finding?.remedies.length, 1);
      assert.equal(finding.confidence.signs + finding.confidence.proofs, 0);
    });
});
