import { exactHold } from '../plan/hold.ts';
import type { Target } from '../plan/target.ts';
import type { TargetRecord } from '../samples/target-record.ts';

/** What is kept of a plan's target with the run. */
export function targetRecord(name: string, target: Target): TargetRecord {
  const named = { name: name === '' ? null : name };
  const hold = target.hold === undefined ? null : exactHold(target.hold);
  switch (target.kind) {
    case 'embedded':
      return {
        kind: 'embedded',
        ...named,
        workers: target.workers,
        threads: target.threads,
        workerClass: target.workerClass,
        poolSize: target.poolSize,
        hold: exactHold(target.hold),
        holdSeed: target.holdSeed,
        balance: target.balance,
        workerTimeoutMs: target.workerTimeout,
        limitInFlight: target.limitInFlight ?? null,
        app: target.app ?? null,
      };
    case 'command':
      return {
        kind: 'command',
        ...named,
        command: target.command,
        env: target.env,
        workingFolder: target.workingFolder ?? null,
        workers: target.workers ?? null,
        hold,
        model: target.model ?? null,
      };
    case 'url':
      return {
        kind: 'url',
        ...named,
        url: target.url,
        workers: target.workers ?? null,
        hold,
        model: target.model ?? null,
      };
  }
}
