/** What is read goes on beyond the bytes given. */
export const NEEDS_MORE = -1;
/** The bytes are no HTTP/1.x response; a `problem` says why. */
export const MALFORMED = -2;

/** Why the fields of a head or of trailers cannot be read. */
export type FieldProblem =
  | 'malformedHeader'
  | 'bareLineFeed'
  | 'malformedContentLength'
  | 'conflictingContentLength'
  | 'contentLengthTooLarge'
  | 'malformedTransferEncoding';

/** Why a head cannot be read. */
export type HeadProblem =
  | FieldProblem
  | 'malformedStatusLine'
  | 'headTooLarge'
  | 'transferEncodingInHttp10'
  | 'switchedProtocols'
  | 'tooManyInterim';

/** Why a chunked body cannot be read. */
export type ChunkProblem =
  | 'malformedChunk'
  | 'chunkTooLarge'
  | 'chunkExtensionTooLarge'
  | 'malformedTrailer'
  | 'trailersTooLarge'
  | 'bareLineFeed';

/** Why a response cannot be read to its end: becomes the kind of a failed request, `protocol:…`. */
export type ResponseProblem = HeadProblem | ChunkProblem | 'unknownTransferCoding';
