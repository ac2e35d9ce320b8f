import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Dispatcher, Visit } from '../dispatch/dispatcher.ts';
import { HandlerRequest, type RequestParts } from '../handler-request.ts';
import { log } from '../log.ts';
import type { Reply } from '../reply.ts';
import type { RequestMeter } from '../telemetry/request-meter.ts';

/** What all visits of a worker share. */
export interface Reception {
  readonly dispatcher: Dispatcher;
  readonly meter: RequestMeter;
  /** Responses say how long the request queued and was served. */
  readonly serverTiming: boolean;
  /** Called after each answer. */
  readonly answered: () => void;
}

const NO_BODY = new Uint8Array();

/** A request that Fastify has routed to an endpoint, from its arrival to its answer. Hot: one is made a request. */
export class HttpVisit implements Visit {
  readonly endpoint: number;
  readonly #reception: Reception;
  readonly #takesRequest: boolean;
  readonly #request: FastifyRequest;
  readonly #reply: FastifyReply;
  readonly #arrivedAt: number;

  constructor(
    reception: Reception,
    endpoint: number,
    takesRequest: boolean,
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    this.#reception = reception;
    this.endpoint = endpoint;
    this.#takesRequest = takesRequest;
    this.#request = request;
    this.#reply = reply;
    this.#arrivedAt = performance.now();
    reception.meter.arrived(this.#arrivedAt);
    reception.dispatcher.dispatch(this, this.#arrivedAt);
  }

  request(): HandlerRequest {
    return new HandlerRequest(this.#parts());
  }

  requestParts(): RequestParts | undefined {
    return this.#takesRequest ? this.#parts() : undefined;
  }

  finished(reply: Reply, startedAt: number, endedAt: number): void {
    const { dispatcher, meter, serverTiming, answered } = this.#reception;
    const now = performance.now();
    dispatcher.leave(this, now);
    const [queueingDelay, serviceTime] = [startedAt - this.#arrivedAt, endedAt - startedAt];
    meter.answered(now, queueingDelay, serviceTime);
    if (reply.failure !== undefined) {
      meter.failed += 1;
      log(`${this.#request.method} ${this.#request.url} failed: ${reply.failure}`);
    }
    if (serverTiming) this.#reply.header('server-timing', timingHeader(queueingDelay, serviceTime));
    send(this.#reply, reply);
    answered();
  }

  #parts(): RequestParts {
    const { method, url, params, body, raw } = this.#request;
    return {
      method,
      url,
      params: params as Record<string, string>,
      rawHeaders: raw.rawHeaders,
      body: body instanceof Uint8Array ? body : NO_BODY,
    };
  }
}

function send(to: FastifyReply, { status, headers, body }: Reply): void {
  if (status !== 200) to.code(status);
  for (let index = 0; index + 1 < headers.length; index += 2)
    to.header(headers[index] as string, headers[index + 1] as string);
  to.send(body);
}

function timingHeader(queueingDelayMs: number, serviceTimeMs: number): string {
  return `queue;dur=${queueingDelayMs.toFixed(3)}, service;dur=${serviceTimeMs.toFixed(3)}`;
}
