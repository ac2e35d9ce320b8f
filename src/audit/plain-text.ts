const LONGEST = 200;
/** Control characters, and those that turn the direction of the text: they would take over a terminal. */
// oxlint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from somebody else's file as it can be shown: of a bounded length, on one line, with nothing that a terminal obeys. */
export function plainText(text: string): string {
  const shown = text.slice(0, LONGEST).replaceAll(UNPRINTABLE, '\ufffd');
  return text.length > LONGEST ? `${shown}…` : shown;
}
