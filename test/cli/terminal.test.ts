import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LiveLines, wantsColor } from '../../src/cli/terminal.ts';

/** A terminal of a few columns that keeps what is written to it. */
function terminal(size: { columns: number; rows?: number }): {
  stream: NodeJS.WriteStream;
  size: { columns: number };
  written: () => string[];
} {
  const pieces: string[] = [];
  const stream = Object.assign(size, { isTTY: true, write: (text: string) => pieces.push(text) > 0 });
  return { stream: stream as unknown as NodeJS.WriteStream, size: stream, written: () => pieces.splice(0) };
}

describe('the lines at the bottom of a terminal', () => {
  it('are drawn over the last ones in one write, which erases what they leave', () => {
    const { stream, written } = terminal({ columns: 20 });
    const lines = new LiveLines(stream);
    lines.show(['first', 'second']);
    lines.show(['only']);
    lines.show(['only']);
    lines.clear();
    lines.clear();
    assert.deepEqual(written(), ['first\u001b[K\nsecond\u001b[J', '\u001b[1A\ronly\u001b[J', '\r\u001b[J']);
  });

  it('give way to what stays', () => {
    const { stream, written } = terminal({ columns: 20 });
    const lines = new LiveLines(stream);
    lines.say('one');
    lines.show(['a', 'b']);
    lines.say('two');
    assert.deepEqual(written(), ['one\n', 'a\u001b[K\nb\u001b[J', '\u001b[1A\r\u001b[Jtwo\n']);
  });

  it('are found again in a terminal that was made narrower and has broken them', () => {
    const { stream, size, written } = terminal({ columns: 20 });
    const lines = new LiveLines(stream);
    lines.show(['\u001b[1mtwelve chars\u001b[22m', '123']);
    size.columns = 5;
    written();
    lines.clear();
    assert.deepEqual(written(), ['\u001b[3A\r\u001b[J']);
  });

  it('are no more than the terminal has, so that none scrolls out of it', () => {
    const { stream, written } = terminal({ columns: 20, rows: 3 });
    new LiveLines(stream).show(['1', '2', '3', '4']);
    assert.deepEqual(written(), ['1\u001b[K\n2\u001b[J']);
  });
});

it('colours a terminal, and nothing where the command line or the environment would have it plain', (t) => {
  const { stream } = terminal({ columns: 80 });
  const before = { ...process.env };
  t.after(() => Object.assign(process.env, before));
  for (const name of ['NO_COLOR', 'FORCE_COLOR']) delete process.env[name];
  process.env['TERM'] = 'xterm';
  assert.deepEqual([wantsColor(stream), wantsColor(stream, { plain: true })], [true, false]);
  process.env['NO_COLOR'] = '1';
  assert.equal(wantsColor(stream), false);
  delete process.env['NO_COLOR'];
  process.env['TERM'] = 'dumb';
  assert.equal(wantsColor(stream), false);
});
