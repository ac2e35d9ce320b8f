import type { Socket } from 'node:net';
import { nextInTurn } from './turns.ts';

/** Whoever connections are dealt to. */
export interface Recipient {
  /** Calls back once it has the connection, or with the error that kept it from it. The caller closes its own copy. */
  hand(socket: Socket, taken: (error: Error | null) => void): void;
}

/** Who takes connections at the moment, by place; undefined where nobody is ready. */
export type Recipients = () => readonly (Recipient | undefined)[];

/** Deals connections to workers in turn; keeps them while no worker is ready. */
export class Dealer {
  readonly #recipients: Recipients;
  /** Connections dealt that have not been taken yet: node:child_process passes one at a time. */
  readonly #leaving = new Map<Recipient, Set<Socket>>();
  #waiting: Socket[] = [];
  #last = -1;
  #open = false;

  constructor(recipients: Recipients) {
    this.#recipients = recipients;
  }

  deal(socket: Socket): void {
    const recipients = this.#recipients();
    const place = this.#open ? nextInTurn(recipients, this.#last) : undefined;
    const recipient = place === undefined ? undefined : recipients[place];
    if (place === undefined || recipient === undefined) {
      this.#waiting.push(socket);
      return;
    }
    this.#last = place;
    const leaving = this.#leaving.get(recipient) ?? new Set();
    this.#leaving.set(recipient, leaving.add(socket));
    recipient.hand(socket, () => {
      leaving.delete(socket);
      // Closes this process's copy and sends nothing: where the recipient has it, it stays open.
      socket.destroy();
    });
  }

  /** Deals from here on, beginning with the connections that were kept: called when all workers are ready. */
  open(): void {
    this.#open = true;
    this.dealWaiting();
  }

  /** Deals what was kept while no worker was ready. */
  dealWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const socket of waiting) this.deal(socket);
  }

  /** Deals the connections again that were still on their way to a worker which is gone. */
  gone(recipient: Recipient): void {
    const left = this.#leaving.get(recipient) ?? [];
    this.#leaving.delete(recipient);
    for (const socket of left) if (!socket.destroyed) this.deal(socket);
  }

  /** Drops the connections that no worker has. */
  close(): void {
    for (const socket of this.#waiting) socket.destroy();
    this.#waiting = [];
  }
}
