/** How the end of a body is known (RFC 9112 §6.3); `unknown` where the last transfer coding is none there is. */
export type BodyEnd = 'none' | 'length' | 'chunked' | 'close' | 'unknown';

/** What the status line and fields of a response say about its framing. */
export interface ResponseHead {
  status: number;
  /** The server will keep the connection open after this response, as far as it says. */
  keepAlive: boolean;
  bodyEnd: BodyEnd;
  /** Bytes of the body where `bodyEnd` is `length`, else 0. */
  contentLength: number;
}
