import type { Socket } from 'node:net';
import { nextInTurn } from './turns.ts';

/** The workers as the dealer sees them: places that take connections while they are ready. */
export interface Places {
  readonly ready: readonly boolean[];
  /** Calls back once the connection has left this process, or with the error that kept it here. */
  hand(place: number, socket: Socket, left: (error: Error | null) => void): void;
}

/** Deals connections to workers in turn; keeps them while no worker is ready. */
export class Dealer {
  readonly #places: Places;
  /** Connections dealt to a place that have not left this process yet: node:child_process passes one at a time. */
  readonly #leaving: Set<Socket>[];
  #waiting: Socket[] = [];
  #last = -1;
  #open = false;

  constructor(places: Places) {
    this.#places = places;
    this.#leaving = places.ready.map(() => new Set());
  }

  deal(socket: Socket): void {
    const place = this.#open ? nextInTurn(this.#places.ready, this.#last) : undefined;
    if (place === undefined) {
      this.#waiting.push(socket);
      return;
    }
    this.#last = place;
    const leaving = this.#leaving[place];
    leaving?.add(socket);
    this.#places.hand(place, socket, (error) => {
      leaving?.delete(socket);
      if (error !== null) socket.destroy();
    });
  }

  /** Deals from here on, beginning with the connections that were kept: called when all workers are ready. */
  open(): void {
    this.#open = true;
    this.placeReady();
  }

  /** Deals what was kept while no worker was ready. */
  placeReady(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const socket of waiting) this.deal(socket);
  }

  /** Deals the connections again that were still on their way to a worker which is gone. */
  placeGone(place: number): void {
    const leaving = this.#leaving[place];
    if (leaving === undefined) return;
    const left = [...leaving];
    leaving.clear();
    for (const socket of left) this.deal(socket);
  }

  /** Drops the connections that no worker has. */
  close(): void {
    for (const socket of this.#waiting) socket.destroy();
    this.#waiting = [];
  }
}
