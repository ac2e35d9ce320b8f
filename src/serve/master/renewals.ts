/** Which places are to get another worker, one at a time, so that at most one process more than usual runs. */
export class Renewals {
  #waiting: number[] = [];
  #current: number | undefined;
  #reloading = false;

  /** @returns false when the place is on the list already */
  add(place: number): boolean {
    if (this.#current === place || this.#waiting.includes(place)) return false;
    this.#waiting.push(place);
    return true;
  }

  /** A reload: these places and no others, in this order, whatever was under way. */
  reload(places: readonly number[]): void {
    this.#waiting = [...places];
    this.#current = undefined;
    this.#reloading = true;
  }

  /**
   * The place whose turn it is; it has it until `done`.
   * @param isManned places without a worker are left out: whoever comes there is new anyway
   */
  next(isManned: (place: number) => boolean): {
    readonly place: number | undefined;
    readonly reloaded: boolean;
  } {
    if (this.#current !== undefined) return { place: undefined, reloaded: false };
    do this.#current = this.#waiting.shift();
    while (this.#current !== undefined && !isManned(this.#current));
    const reloaded = this.#reloading && this.#current === undefined;
    if (reloaded) this.#reloading = false;
    return { place: this.#current, reloaded };
  }

  done(): void {
    this.#current = undefined;
  }

  /** This place is no more. */
  drop(place: number): void {
    this.#waiting = this.#waiting.filter((one) => one !== place);
    if (this.#current === place) this.#current = undefined;
  }

  /** One could not be renewed; the others would fare no better. */
  clear(): void {
    this.#waiting = [];
    this.#current = undefined;
    this.#reloading = false;
  }
}
