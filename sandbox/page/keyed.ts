/** A child that is kept as long as its content stays the same. */
export interface Keyed {
  key: string;
  /** Compared as JSON: the element is drawn anew only when it differs. */
  content: unknown;
  draw: () => HTMLElement;
}

const drawn = new WeakMap<HTMLElement, Map<string, { json: string; element: HTMLElement }>>();

/**
 * Brings the children of a container in line with a list, touching only what changed, so that half-typed forms, focus
 * and scroll positions of everything else survive.
 *
 * @returns the last of those that were added or replaced
 */
export function keep(container: HTMLElement, list: Keyed[]): HTMLElement | undefined {
  const before = drawn.get(container) ?? new Map<string, { json: string; element: HTMLElement }>();
  const after = new Map<string, { json: string; element: HTMLElement }>();
  // First what is gone, so that what stays need not move (an element that moves loses the focus).
  const keys = new Set(list.map(({ key }) => key));
  for (const [key, { element }] of before) if (!keys.has(key)) element.remove();
  let changed: HTMLElement | undefined;
  let previous: Element | null = null;
  for (const { key, content, draw } of list) {
    const json = JSON.stringify(content) ?? '';
    const known = before.get(key);
    const entry = known?.json === json ? known : { json, element: draw() };
    if (entry !== known) {
      changed = entry.element;
      known?.element.remove();
    }
    const place: Element | null = previous ? previous.nextElementSibling : container.firstElementChild;
    if (place !== entry.element) container.insertBefore(entry.element, place);
    previous = entry.element;
    after.set(key, entry);
  }
  drawn.set(container, after);
  return changed;
}
