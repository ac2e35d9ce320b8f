/** No job, no connection, no worker. */
export const NONE = -1;
const FIRST_CAPACITY = 1_024;

/**
 * The requests that the server has, by number: typed arrays that grow, with the numbers of those that are over used anew.
 * There are more of them than connections where clients give up and the server goes on working for nobody.
 */
export class Jobs {
  /** Who waits for the response; NONE when nobody does any more. */
  connection = new Int32Array(FIRST_CAPACITY);
  worker = new Int32Array(FIRST_CAPACITY);
  /** Which kind of request it is. */
  kind = new Uint8Array(FIRST_CAPACITY);
  stage = new Uint8Array(FIRST_CAPACITY);
  /** When what it holds is free again; of use while it holds something. */
  endsAt = new Float64Array(FIRST_CAPACITY);
  /** Who is behind it in the line that it stands in. */
  following = new Int32Array(FIRST_CAPACITY);
  #free = NONE;
  #size = 0;

  /** Hot. @returns the number of a new job */
  add(connection: number, worker: number, kind: number): number {
    let job = this.#free;
    if (job === NONE) {
      if (this.#size === this.connection.length) this.#grow();
      job = this.#size++;
    } else this.#free = this.following[job] ?? NONE;
    this.connection[job] = connection;
    this.worker[job] = worker;
    this.kind[job] = kind;
    this.following[job] = NONE;
    return job;
  }

  /** Hot. */
  remove(job: number): void {
    this.following[job] = this.#free;
    this.#free = job;
  }

  /** Numbers are below this. */
  get size(): number {
    return this.#size;
  }

  #grow(): void {
    const capacity = 2 * this.connection.length;
    this.connection = grown(this.connection, new Int32Array(capacity));
    this.worker = grown(this.worker, new Int32Array(capacity));
    this.kind = grown(this.kind, new Uint8Array(capacity));
    this.stage = grown(this.stage, new Uint8Array(capacity));
    this.endsAt = grown(this.endsAt, new Float64Array(capacity));
    this.following = grown(this.following, new Int32Array(capacity));
  }
}

function grown<Values extends Int32Array | Uint8Array | Float64Array>(from: Values, to: Values): Values {
  to.set(from);
  return to;
}
