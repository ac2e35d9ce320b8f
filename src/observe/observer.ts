import { PidusageReader } from './pidusage-reader.ts';
import { ProcReader } from './proc-reader.ts';
import type { RawObservation, Reading } from './reading.ts';
import type { Subject } from './subject.ts';

const INTERVAL_MS = 500;

export interface ObserveOptions {
  /** From where; /proc on Linux and pidusage elsewhere, where nothing is said. */
  source?: RawObservation['source'];
}

/** Watches a server from outside, until it is stopped. */
export interface Observer {
  /** What was read so far; the first reading is there from the beginning. */
  readonly readings: readonly Reading[];
  /** Reads everything now, whatever it takes: for moments that count, such as the beginning of a window. */
  readNow(): Promise<void>;
  /** A window has begun: the allowance begins anew with it. */
  windowBegins(): void;
  /** Reads everything a last time, and ends. */
  stop(): Promise<RawObservation>;
}

/** Begins to read twice a second, at most 0.7 % of a processor over time. Resolves when everything was read once. */
export async function observe(subject: Subject, options: ObserveOptions = {}): Promise<Observer> {
  const source = options.source ?? (process.platform === 'linux' ? 'proc' : 'pidusage');
  const observer = source === 'proc' ? fromProc(subject) : fromPidusage(subject);
  await observer.begin();
  return observer;
}

/** What makes the readings, at once or after a while. */
interface Reader {
  refill?(): void;
  readAll(): Reading | Promise<Reading>;
  readAffordable(): Reading | undefined | Promise<Reading | undefined>;
}

/** What the record says of the observation beside its readings. */
type Frame = Omit<RawObservation, 'readings' | 'workersExpected'>;

function fromProc(subject: Subject): ReadingObserver {
  const reader = new ProcReader(subject);
  // Code that runs for the first time takes several times as long: that is over before the first reading that counts.
  reader.readAll();
  return new ReadingObserver(subject, reader, (readings) => ({
    source: 'proc',
    seesListening: subject.port !== undefined,
    notSeen: [
      ...(subject.port === undefined ? ['its connections and accept queue: it has no TCP port here'] : []),
      ...unreadable(readings, subject),
    ],
  }));
}

function fromPidusage(subject: Subject): ReadingObserver {
  const reader = new PidusageReader(subject);
  const close = (): Frame => {
    reader.close();
    return {
      source: 'pidusage',
      seesListening: false,
      notSeen: [
        "threads, context switches, connections, the accept queue and the machine's processors: there is no /proc to read",
        'what the observation took of a processor: the time until ps was done stands for it',
        ...(subject.root.mark === undefined
          ? []
          : ['processes that left the tree: no environment can be read']),
        ...(reader.seesTree ? [] : ['processes other than the first: there is no ps']),
      ],
    };
  };
  return new ReadingObserver(subject, reader, close);
}

/** Files of a process that is another user's can be seen, and not read. */
function unreadable(readings: readonly Reading[], { port }: Subject): string[] {
  const processes = readings.flatMap((reading) => reading.processes);
  if (processes.length === 0) return ['any process of it: none was there to be read'];
  const clauses: string[] = [];
  if (processes.every(({ threadDetail }) => threadDetail === undefined))
    clauses.push('what its threads do: not ours to read');
  if (port !== undefined && processes.every(({ connections }) => connections === undefined))
    clauses.push("whose its connections are, and who listens: another user's processes");
  return clauses;
}

class ReadingObserver implements Observer {
  readonly readings: Reading[] = [];
  readonly #subject: Subject;
  readonly #reader: Reader;
  readonly #frame: (readings: readonly Reading[]) => Frame;
  #timer: NodeJS.Timeout | undefined;
  /** The reading that is made, or was last. */
  #underWay: Promise<void> = Promise.resolve();
  #isBusy = false;

  constructor(subject: Subject, reader: Reader, frame: (readings: readonly Reading[]) => Frame) {
    this.#subject = subject;
    this.#reader = reader;
    this.#frame = frame;
  }

  async begin(): Promise<void> {
    await this.readNow();
    this.#timer = setInterval(() => {
      if (!this.#isBusy) this.#add(() => this.#reader.readAffordable()).catch(() => {});
    }, INTERVAL_MS).unref();
  }

  async readNow(): Promise<void> {
    await this.#add(() => this.#reader.readAll());
  }

  windowBegins(): void {
    this.#reader.refill?.();
  }

  async stop(): Promise<RawObservation> {
    clearInterval(this.#timer);
    await this.readNow();
    const { workersExpected } = this.#subject;
    return { ...this.#frame(this.readings), workersExpected, readings: this.readings };
  }

  /** One reading follows the other. A failure of one is that of all that follow, and so of the last. */
  async #add(read: () => Reading | undefined | Promise<Reading | undefined>): Promise<void> {
    const before = this.#underWay;
    this.#underWay = (async () => {
      await before;
      this.#isBusy = true;
      const reading = await read();
      if (reading !== undefined) this.readings.push(reading);
      this.#isBusy = false;
    })();
    await this.#underWay;
  }
}
