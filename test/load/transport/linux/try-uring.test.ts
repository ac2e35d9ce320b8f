import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserError } from '../../../../src/errors.ts';
import { chooseTransport } from '../../../../src/load/transport/choose-transport.ts';
import { skipOrFail } from '../../../support/system-tools.ts';

const EPERM = 1;
const IO_URING_SETUP = 425;

const works = (await chooseTransport('auto')).transport === 'uring';

describe('io_uring', () => {
  it('is passed over where a sandbox forbids it, and one who insists is told so', async (t) => {
    if (!works) {
      skipOrFail(t, 'needs Linux on x64 or arm64, koffi, and leave to use io_uring');
      return;
    }
    // Holds for the rest of this process, which is that of this file alone.
    await forbid(IO_URING_SETUP);
    assert.equal((await chooseTransport('auto')).transport, 'epoll');
    await assert.rejects(chooseTransport('uring'), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.line, /^--transport uring: .*io_uring_setup failed: EPERM.*auto or epoll$/);
      return true;
    });
  });
});

/** Has a system call fail with EPERM in this thread, by the filter (seccomp) that sandboxes use. */
async function forbid(systemCall: number): Promise<void> {
  const { default: koffi } = await import('koffi');
  const { NativeMemory } = await import('../../../../src/load/transport/linux/native-memory.ts');
  const prctl = koffi.load(null).func('prctl', 'int', ['int', 'size_t', 'size_t', 'size_t', 'size_t']) as (
    ...parameters: number[]
  ) => number;
  const memory = new NativeMemory(4_096);
  const filter = memory.take(64);
  const program = memory.take(16);
  const instructions: readonly [code: number, ifTrue: number, ifFalse: number, operand: number][] = [
    [0x20, 0, 0, 0], // load the number of the call
    [0x15, 0, 1, systemCall], // skip the next unless it is this one
    [0x06, 0, 0, 0x0005_0000 | EPERM], // SECCOMP_RET_ERRNO
    [0x06, 0, 0, 0x7fff_0000], // SECCOMP_RET_ALLOW
  ];
  for (const [index, [code, ifTrue, ifFalse, operand]] of instructions.entries()) {
    filter.bytes.writeUInt16LE(code, index * 8);
    filter.bytes.writeUInt8(ifTrue, index * 8 + 2);
    filter.bytes.writeUInt8(ifFalse, index * 8 + 3);
    filter.bytes.writeUInt32LE(operand, index * 8 + 4);
  }
  program.bytes.writeUInt16LE(instructions.length, 0);
  program.bytes.writeBigUInt64LE(BigInt(filter.address), 8);
  const PR_SET_NO_NEW_PRIVS = 38;
  const PR_SET_SECCOMP = 22;
  const SECCOMP_MODE_FILTER = 2;
  assert.equal(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
  assert.equal(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program.address, 0, 0), 0);
}
