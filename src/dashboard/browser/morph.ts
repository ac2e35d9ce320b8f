/**
 * Makes what is inside an element like what is inside another, by changing as little as can be: what stays keeps the focus,
 * its scroll position, whether it is folded out, and what was chosen in it. Elements with an id are found again wherever they are;
 * others are taken in their order.
 */
export function morph(old: Element, fresh: Element): void {
  const known = new Map([...old.children].filter(({ id }) => id !== '').map((child) => [child.id, child]));
  let next: ChildNode | null = old.firstChild;
  // What is moved leaves the list.
  const all = [...fresh.childNodes];
  for (const wanted of all) {
    const match = matchOf(wanted, next, known);
    if (match === undefined) {
      old.insertBefore(wanted, next);
    } else {
      // One that is moved would lose its focus, so only what is in the way of others is.
      if (match === next) next = next.nextSibling;
      else old.insertBefore(match, next);
      adapt(match, wanted);
    }
  }
  while (next !== null) {
    const after: ChildNode | null = next.nextSibling;
    next.remove();
    next = after;
  }
}

/** What is there already for a node that is wanted, if anything. */
function matchOf(
  wanted: ChildNode,
  next: ChildNode | null,
  known: ReadonlyMap<string, Element>,
): ChildNode | undefined {
  const id = idOf(wanted);
  if (id !== '') {
    const found = known.get(id);
    return found?.nodeName === wanted.nodeName ? found : undefined;
  }
  return next !== null && idOf(next) === '' && next.nodeName === wanted.nodeName ? next : undefined;
}

const isElement = (node: Node): node is Element => node.nodeType === 1;

const idOf = (node: Node): string => (isElement(node) ? node.id : '');

function adapt(old: ChildNode, wanted: ChildNode): void {
  if (!isElement(old) || !isElement(wanted)) {
    if (old.nodeValue !== wanted.nodeValue) old.nodeValue = wanted.nodeValue;
    return;
  }
  adaptAttributes(old, wanted);
  morph(old, wanted);
}

/** What the reader has folded out stays so. */
const READERS_OWN = 'open';

function adaptAttributes(old: Element, wanted: Element): void {
  for (const { name, value } of wanted.attributes)
    if (name !== READERS_OWN && old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const name of old.getAttributeNames())
    if (name !== READERS_OWN && !wanted.hasAttribute(name)) old.removeAttribute(name);
}
