import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { morph } from '../../../src/dashboard/browser/morph.ts';

function element(inside: string): Element {
  const { document } = parseHTML(`<!doctype html><html><body><div id="part">${inside}</div></body></html>`);
  return document.querySelector('#part') ?? assert.fail();
}

/** Makes one like another. */
function morphed(before: string, after: string): Element {
  const old = element(before);
  morph(old, element(after));
  assert.equal(old.innerHTML, element(after).innerHTML);
  return old;
}

describe('a part that is replaced', () => {
  for (const [before, after] of [
    ['', '<p>a</p>'],
    ['<p>a</p>', ''],
    ['text', 'other text'],
    ['<p>a</p>', '<ul><li>a</li></ul>'],
    ['<p class="a" lang="en">a</p>', '<p class="b">a</p>'],
    ['<b>a</b> and <i>b</i>', '<i>b</i> and <b>a</b>'],
    ['<p id="a">a</p><p id="b">b</p>', '<p id="b">b</p><p id="a">a</p>'],
    ['<p id="a">a</p>', '<h2 id="a">a</h2>'],
    ['<p id="a">a</p><p>x</p>', '<p>x</p><p id="c">c</p><p id="a">a</p>'],
    ['<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', '<svg viewBox="0 0 2 2"><path d="M1 1"/><g/></svg>'],
  ] as const)
    it(`is what it was to become: ${before} → ${after}`, () => {
      morphed(before, after);
    });

  it('is so whatever it was', () => {
    const { tree } = fc.letrec<{ tree: string; node: string }>((tie) => ({
      tree: fc.array(tie('node'), { maxLength: 4 }).map((nodes) => nodes.join('')),
      node: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.constantFrom('x', '<br>', '<input value="1">'),
        fc
          .tuple(
            fc.constantFrom('p', 'div', 'b'),
            fc.constantFrom('', ' class="a"', ' title="t"'),
            tie('tree'),
          )
          .map(([name, attribute, inside]) => `<${name}${attribute}>${inside}</${name}>`),
      ),
    }));
    const keyed = fc
      .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
      .map((ids) => ids.map((id) => `<div id="${id}">${id}</div>`).join(' '));
    fc.assert(
      fc.property(fc.oneof(tree, keyed), fc.oneof(tree, keyed), (before, after) => {
        morphed(before, after);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the elements that stay, so that focus, scrolling and what was ticked stay with them', () => {
    const row = (id: string, text: string): string =>
      `<tr id="${id}"><td><input type="checkbox"></td><td>${text}</td></tr>`;
    const old = element(`<table><tbody>${row('a', '1')} ${row('b', '1')}</tbody></table>`);
    const [a, b] = ['#a', '#b'].map((id) => old.querySelector(id) ?? assert.fail());
    const box = a?.querySelector('input') ?? assert.fail();
    morph(old, element(`<table><tbody>${row('new', '0')} ${row('a', '2')} ${row('b', '1')}</tbody></table>`));
    assert.equal(old.querySelector('#a'), a);
    assert.equal(old.querySelector('#b'), b);
    assert.equal(old.querySelector('#a input'), box);
    assert.deepEqual(
      [...old.querySelectorAll('tr')].map(({ textContent }) => textContent),
      ['0', '2', '1'],
    );
  });

  it('leaves folded out what the reader has folded out', () => {
    const old = element('<details open><summary>a</summary>1</details>');
    morph(old, element('<details><summary>a</summary>2</details>'));
    assert.equal(old.innerHTML, '<details open><summary>a</summary>2</details>');
  });
});
