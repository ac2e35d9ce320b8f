import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Endpoint } from '../app.ts';
import type { Dispatcher, Visit } from '../dispatch/dispatcher.ts';
import type { RequestParts } from '../handler-request.ts';
import { log } from '../log.ts';
import type { Reply } from '../reply.ts';
import type { RequestMeter } from '../telemetry/request-meter.ts';
import { sendReply } from './send-reply.ts';

/** What all visits of a worker share. */
export interface Reception {
  readonly dispatcher: Dispatcher;
  readonly meter: RequestMeter;
  /** Responses say how long the request queued and was served. */
  readonly serverTiming: boolean;
  /** Called after each answer. */
  readonly answered: () => void;
}

/** A request that has arrived in full, from there to its answer. Hot: one is made a request. */
export class HttpVisit implements Visit {
  readonly endpoint: Endpoint;
  readonly #reception: Reception;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #params: Readonly<Record<string, string>>;
  readonly #body: Uint8Array;
  readonly #arrivedAt: number;

  constructor(
    reception: Reception,
    endpoint: Endpoint,
    request: IncomingMessage,
    response: ServerResponse,
    params: Readonly<Record<string, string>>,
    body: Uint8Array,
  ) {
    this.#reception = reception;
    this.endpoint = endpoint;
    this.#request = request;
    this.#response = response;
    this.#params = params;
    this.#body = body;
    this.#arrivedAt = performance.now();
    reception.meter.arrived(this.#arrivedAt);
    reception.dispatcher.dispatch(this, this.#arrivedAt);
  }

  requestParts(): RequestParts {
    const { method = 'GET', url = '/', rawHeaders } = this.#request;
    return { method, url, rawHeaders, params: this.#params, body: this.#body };
  }

  finished(reply: Reply, startedAt: number, endedAt: number): void {
    const { dispatcher, meter, serverTiming, answered } = this.#reception;
    const now = performance.now();
    dispatcher.leave(this, now);
    const queueingDelay = startedAt - this.#arrivedAt;
    const serviceTime = endedAt - startedAt;
    meter.answered(now, queueingDelay, serviceTime);
    if (reply.failure !== undefined) {
      meter.failed += 1;
      log(`${this.#request.method} ${this.#request.url} failed: ${reply.failure}`);
    }
    if (serverTiming) this.#response.setHeader('server-timing', timingText(queueingDelay, serviceTime));
    sendReply(this.#response, reply);
    answered();
  }
}

function timingText(queueingDelayMs: number, serviceTimeMs: number): string {
  return `queue;dur=${queueingDelayMs.toFixed(3)}, service;dur=${serviceTimeMs.toFixed(3)}`;
}
