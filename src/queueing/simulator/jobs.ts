/** Here and in other hot files of its own: V8 looks an imported constant up at each use. */
const NONE = -1;
const FIRST_CAPACITY = 1_024;

/** A job's record: eight words in one line of the cache, of which the last two are a time. */
const WORDS = 8;
const WORKER = 1;
const KIND = 2;
const STAGE = 3;
const FOLLOWING = 4;
const TIMES = 4;
const ENDS_AT = 3;

/**
 * The requests that the server has, by number: records in a typed array that grows, with the numbers of those that are over
 * used anew. There are more of them than connections where clients give up and the server goes on working for nobody.
 */
export class Jobs {
  #words = new Int32Array(WORDS * FIRST_CAPACITY);
  /** The same memory. */
  #times = new Float64Array(this.#words.buffer);
  #free = NONE;
  #size = 0;

  /** Hot. @returns the number of a new job */
  add(connection: number, worker: number, kind: number): number {
    let job = this.#free;
    if (job === NONE) {
      if (WORDS * this.#size === this.#words.length) this.#grow();
      job = this.#size++;
    } else this.#free = this.#words[WORDS * job + FOLLOWING] ?? NONE;
    const words = this.#words;
    words[WORDS * job] = connection;
    words[WORDS * job + WORKER] = worker;
    words[WORDS * job + KIND] = kind;
    words[WORDS * job + FOLLOWING] = NONE;
    return job;
  }

  /** Hot. */
  remove(job: number): void {
    this.#words[WORDS * job + FOLLOWING] = this.#free;
    this.#free = job;
  }

  /** Numbers are below this. */
  get size(): number {
    return this.#size;
  }

  /** Who waits for the response; NONE when nobody does any more. */
  connectionOf(job: number): number {
    return this.#words[WORDS * job] ?? NONE;
  }

  /** Nobody waits for the response any more. */
  leave(job: number): void {
    this.#words[WORDS * job] = NONE;
  }

  workerOf(job: number): number {
    return this.#words[WORDS * job + WORKER] ?? NONE;
  }

  /** Which kind of request it is. */
  kindOf(job: number): number {
    return this.#words[WORDS * job + KIND] ?? 0;
  }

  stageOf(job: number): number {
    return this.#words[WORDS * job + STAGE] ?? 0;
  }

  setStage(job: number, stage: number): void {
    this.#words[WORDS * job + STAGE] = stage;
  }

  /** Who is behind it in the line that it stands in. */
  followingOf(job: number): number {
    return this.#words[WORDS * job + FOLLOWING] ?? NONE;
  }

  setFollowing(job: number, following: number): void {
    this.#words[WORDS * job + FOLLOWING] = following;
  }

  /** When what it holds is free again; of use while it holds something. */
  endsAtOf(job: number): number {
    return this.#times[TIMES * job + ENDS_AT] ?? 0;
  }

  setEndsAt(job: number, endsAt: number): void {
    this.#times[TIMES * job + ENDS_AT] = endsAt;
  }

  #grow(): void {
    const words = this.#words;
    this.#words = new Int32Array(2 * words.length);
    this.#words.set(words);
    this.#times = new Float64Array(this.#words.buffer);
  }
}
