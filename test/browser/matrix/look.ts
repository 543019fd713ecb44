import type { Locator } from 'playwright-core';

/** What somebody sees of one message or modal. */
export interface Seen {
  /** In the words of the desk: texts, labels, placeholders, the options of lists. What the client of the chat says is left out. */
  texts: string[];
  /** What does not fit into its box, by its text. */
  cut: string[];
  /** Of the modal, if it is one. */
  title?: string;
}

/** As much of the page's own types as is read here: tests are compiled without those of browsers. */
interface PageElement {
  readonly tagName: string;
  readonly className: string;
  readonly textContent: string | null;
  readonly clientWidth: number;
  readonly scrollWidth: number;
  readonly clientHeight: number;
  readonly scrollHeight: number;
  closest(selector: string): PageElement | null;
  matches(selector: string): boolean;
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}
interface PageText {
  readonly textContent: string | null;
  readonly parentElement: PageElement | null;
}
declare const document: { createTreeWalker(root: PageElement, show: number): { nextNode(): PageText | null } };
declare const NodeFilter: { SHOW_TEXT: number };
declare const getComputedStyle: (element: PageElement) => { overflowX: string; overflowY: string };

/** Reads what is rendered inside an element, or is one of those that the desk has the words of. */
export async function look(element: Locator): Promise<Seen> {
  return element.evaluate((given): Seen => {
    const root = given as unknown as PageElement;
    const texts: string[] = [];
    const cut: string[] = [];
    const isDesk = (one: PageElement) => one.closest('[data-by]')?.getAttribute('data-by') === 'desk';
    const add = (text: string | null | undefined) => {
      const trimmed = text?.trim();
      if (trimmed) texts.push(trimmed);
    };
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (node.parentElement && isDesk(node.parentElement)) add(node.textContent);
    for (const one of [root, ...root.querySelectorAll('*')]) {
      if (!isDesk(one)) continue;
      for (const name of ['placeholder', 'aria-label', 'title', 'alt']) add(one.getAttribute(name));
      // What was typed may be longer than its field, which scrolls.
      if (one.matches('input, textarea, option, select')) continue;
      const { overflowX, overflowY } = getComputedStyle(one);
      const wide = one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1 && overflowX !== 'auto';
      const hides = overflowY === 'hidden' || overflowY === 'clip';
      const high = hides && one.clientHeight > 0 && one.scrollHeight > one.clientHeight + 1;
      if (wide || high) cut.push(`${one.tagName.toLowerCase()}.${one.className}: ${one.textContent?.slice(0, 80)}`);
    }
    const title = root.querySelector('.modal-head h3')?.textContent;
    return { texts, cut, ...(title ? { title } : {}) };
  });
}
