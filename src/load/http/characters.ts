export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const SEMICOLON = 0x3b;

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]$/;

/** May stand in a name or another token (RFC 9110 §5.6.2). */
export function isTokenByte(byte: number): boolean {
  return TOKEN.test(String.fromCharCode(byte));
}

/** 1 for bytes that may stand in a value, a reason or an extension (RFC 9110 §5.5): no control character but the tab. */
const TEXT = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === TAB || (byte >= SPACE && byte !== 0x7f) ? 1 : 0,
);

/** Hot where heads change. @returns the offset of the first byte that is no text; `end` when all are */
export function skipText(bytes: Uint8Array, start: number, end: number): number {
  let offset = start;
  while (offset < end && TEXT[bytes[offset] ?? 0] === 1) offset++;
  return offset;
}
