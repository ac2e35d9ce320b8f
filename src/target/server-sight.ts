import { listenersOn } from '../observe/listening-processes.ts';
import { readProcessStat } from '../observe/proc/process-stat.ts';
import { ProcessTree, type ProcessNode, type TreeRoot } from '../observe/process-tree.ts';
import { milliseconds, type Milliseconds } from '../units.ts';
import { probe } from './probe.ts';
import type { SeenProcesses, Sight } from './readiness.ts';
import { Rest } from './rest.ts';

/** What is looked at. */
export interface Viewed {
  readonly root: TreeRoot;
  readonly port: number;
  /** Asked whether it answers. */
  readonly url: URL;
  /** The plan's own check, where it has one. */
  readonly check?: (() => Promise<boolean>) | undefined;
}

/** Looks at a server that is starting, again and again. */
export class ServerSight {
  readonly #viewed: Viewed;
  readonly #tree: ProcessTree;
  readonly #rest = new Rest();
  #failingSince: Milliseconds | undefined;

  constructor(viewed: Viewed) {
    this.#viewed = viewed;
    this.#tree = new ProcessTree(viewed.root);
  }

  async look(): Promise<Sight> {
    const { url, check } = this.#viewed;
    const result = await probe(url);
    const at = now();
    // 503 is what a server says that is not ready yet.
    const isFailing = result.state === 'answered' && result.status >= 500 && result.status !== 503;
    this.#failingSince = isFailing ? (this.#failingSince ?? at) : undefined;
    const isUp = result.state === 'answered' && result.status < 500;
    // A check may be dear: it is asked once the server answers.
    const checked = check !== undefined && isUp ? { check: await check() } : {};
    return {
      probe: result,
      failingFor: milliseconds(at - (this.#failingSince ?? at)),
      processes: process.platform === 'linux' ? this.#processes() : null,
      ...checked,
    };
  }

  #processes(): SeenProcesses {
    const nodes = this.#tree.read();
    const listeners = listenersOn(this.#viewed.port, nodes);
    const at = now();
    return {
      listeners,
      childrenOfHolder: nodes
        .filter(({ parentPid }) => parentPid === listeners[0]?.pid)
        .map(({ pid }) => pid),
      atRestFor: this.#rest.look({ at, ticks: ticksOf(nodes), processes: nodes.length }),
    };
  }
}

const now = (): Milliseconds => milliseconds(performance.now());

function ticksOf(nodes: readonly ProcessNode[]): number {
  const stats = nodes.flatMap(({ pid }) => readProcessStat(pid) ?? []);
  return stats.reduce((sum, { userTicks, systemTicks }) => sum + userTicks + systemTicks, 0);
}
