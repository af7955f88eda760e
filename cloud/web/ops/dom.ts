type Child = Node | string;

/** An HTML element: `el("p", "words", "Hello")`. The class may be empty. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** An SVG element with its attributes. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly SVGElement[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** Words that only screen readers say. */
export const unseen = (words: string): HTMLElement => el("span", "unseen", words);

/** Sets a text only where it differs, so that nothing is drawn or read out again. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** The page's element of this id; it stands in index.html. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}

/**
 * Makes the children of `parent` follow `items` by key: made once, updated each time, in order, removed when gone.
 * What stands there without a key (a heading) stays.
 */
export function follow<T>(
  parent: Element,
  items: readonly T[],
  key: (item: T) => string,
  make: (item: T) => HTMLElement,
  update: (element: HTMLElement, item: T) => void,
): void {
  const known = new Map<string, HTMLElement>();
  for (const child of parent.children)
    if (child instanceof HTMLElement && child.dataset["key"] !== undefined) known.set(child.dataset["key"], child);
  let place = [...parent.children].findLast((child) => !(child instanceof HTMLElement && child.dataset["key"]));
  for (const item of items) {
    const id = key(item);
    const element = known.get(id) ?? make(item);
    element.dataset["key"] = id;
    known.delete(id);
    const next = place ? place.nextElementSibling : parent.firstElementChild;
    if (next !== element) parent.insertBefore(element, next);
    update(element, item);
    place = element;
  }
  for (const gone of known.values()) gone.remove();
}
