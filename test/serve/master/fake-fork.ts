import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { MasterMessage, WorkerMessage } from '../../../src/serve/worker/messages.ts';

/** A worker process that does what the test says, and dies of SIGKILL when the test lets it. */
export class FakeChild extends EventEmitter {
  readonly place: number;
  readonly pid: number;
  readonly told: MasterMessage[] = [];
  connected = true;
  killed = false;

  constructor(place: number, pid: number) {
    super();
    this.place = place;
    this.pid = pid;
  }

  send(message: MasterMessage): void {
    this.told.push(message);
  }

  kill(): void {
    this.killed = true;
  }

  says(message: WorkerMessage): void {
    this.emit('message', message);
  }

  ends(): void {
    this.connected = false;
    this.emit('exit', this.killed ? null : 1, this.killed ? 'SIGKILL' : null);
  }

  asChild(): ChildProcess {
    return this as unknown as ChildProcess;
  }
}

/** What has been forked, in its order; pids count from 1. */
export class FakeFork {
  readonly children: FakeChild[] = [];

  readonly fork = (place: number): ChildProcess => {
    const child = new FakeChild(place, this.children.length + 1);
    this.children.push(child);
    return child.asChild();
  };

  child(pid: number): FakeChild {
    const child = this.children[pid - 1];
    if (child === undefined) throw new Error(`no worker ${pid} has been forked`);
    return child;
  }
}
