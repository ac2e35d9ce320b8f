/** Says which request a connection sends next. */
export interface NextRequest {
  /** Hot: once a request. @returns its index */
  next(): number;
  /** Its response has no body, since it is HEAD. */
  isBodyless(request: number): boolean;
}
