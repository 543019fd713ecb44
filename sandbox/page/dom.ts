export type Child = Node | string | false | null | undefined;

interface Props {
  class?: string | undefined;
  id?: string | undefined;
  title?: string | undefined;
  /** Any attribute; `undefined` leaves it out. Never `style` or an event: the page's policy forbids both. */
  attributes?: Record<string, string | undefined>;
  on?: { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
}

/**
 * Makes an element. Strings become text nodes, so that nothing a customer or a colleague typed is ever read as markup.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (props.class) element.className = props.class;
  if (props.id) element.id = props.id;
  if (props.title) element.title = props.title;
  for (const [name, value] of Object.entries(props.attributes ?? {}))
    if (value !== undefined) element.setAttribute(name, value);
  for (const [name, listener] of Object.entries(props.on ?? {}))
    element.addEventListener(name, listener as (event: Event) => void);
  for (const child of children) if (child !== false && child !== null && child !== undefined) element.append(child);
  return element;
}

/**
 * What is drawn in the words of the desk, and what the client of a chat says itself in its midst: whoever looks for the
 * language of the desk looks at the one only.
 */
export const byDesk = { attributes: { 'data-by': 'desk' } };
export const byClient = { attributes: { 'data-by': 'client' } };

/** The element of index.html with that id. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}`);
  return element;
}

/** A link that only ever leads to a web page, in a new tab; anything else becomes plain text. */
export function link(url: string, text: string): Node {
  if (!/^https?:\/\//i.test(url)) return document.createTextNode(text);
  return h('a', { attributes: { href: url, target: '_blank', rel: 'noopener noreferrer' } }, text);
}

/** "SM" for Sofia Marín. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? '').join('');
}

/** A round picture of somebody; `data-tint` picks one of six colours by name, the same on every pane. */
export function avatar(name: string, bot: boolean): HTMLElement {
  let sum = 0;
  for (const letter of name) sum = (sum * 36 + (letter.codePointAt(0) ?? 0)) % 6007;
  const attributes = { 'aria-hidden': 'true', 'data-tint': bot ? 'bot' : String(sum % 6) };
  return h('span', { class: 'avatar', attributes }, bot ? 'pd' : initials(name));
}
