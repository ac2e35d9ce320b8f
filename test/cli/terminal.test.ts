import assert from 'node:assert/strict';
import { it } from 'node:test';
import { LiveLines } from '../../src/cli/terminal.ts';

/** A terminal of a few columns that keeps what is written to it. */
function terminal(isTTY: boolean): { stream: NodeJS.WriteStream; written: () => string } {
  const pieces: string[] = [];
  const stream = { isTTY, columns: 11, write: (text: string) => pieces.push(text) > 0 };
  return { stream: stream as unknown as NodeJS.WriteStream, written: () => pieces.join('') };
}

it('draws its lines over the last ones, cut to the terminal so that none breaks', () => {
  const { stream, written } = terminal(true);
  const lines = new LiveLines(stream);
  lines.show('first', 'a line that is too long');
  lines.show('second');
  lines.clear();
  assert.equal(written(), 'first\na line tha\u001b[1A\r\u001b[Jsecond\r\u001b[J');
});

it('is silent where lines cannot be redrawn', () => {
  const { stream, written } = terminal(false);
  const lines = new LiveLines(stream);
  lines.show('first');
  lines.clear();
  assert.equal(written(), '');
});
