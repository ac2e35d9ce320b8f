import type { TestEvent } from 'node:test/reporters';

const COUNTS = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) ([\d.]+)$/;

/** Adds up the summaries of several runs of tests into one. */
export class TestTally {
  readonly #sums = new Map<string, number>();

  /** Whether an event is part of a run's summary, which is then not shown by itself. */
  takes(event: TestEvent): boolean {
    if (event.type === 'test:summary') return true;
    if (event.type !== 'test:diagnostic' || event.data.nesting !== 0) return false;
    const [, name, count] = COUNTS.exec(event.data.message) ?? [];
    if (name === undefined) return false;
    this.#sums.set(name, (this.#sums.get(name) ?? 0) + Number(count));
    return true;
  }

  /** As node's own summary reads. */
  *summary(): Generator<TestEvent> {
    for (const [name, sum] of this.#sums)
      yield {
        type: 'test:diagnostic',
        data: { nesting: 0, message: `${name} ${sum}`, level: 'info' },
      };
  }
}
