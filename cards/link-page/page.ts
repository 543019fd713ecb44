import { escape, fill, html, paragraph } from './frame.js';
import { type LinkMessage, texts } from './texts.js';

export { linkPageStyle } from './style.js';
export type { LinkMessage } from './texts.js';

/** The chat account that a page is about. */
export interface LinkPageUser {
  platform: 'slack' | 'teams';
  tenant: string;
  user: string;
  name: string;
}

export type LinkPage =
  /** The question, with the button that starts the sign-in (a POST to the page's own address). */
  | { type: 'open'; user: LinkPageUser }
  | { type: 'confirmed'; user: LinkPageUser; personName: string; code: string }
  | { type: 'message'; message: LinkMessage };

/** A whole HTML document. Names come from chats and directories: everything is escaped. */
export function renderLinkPage(page: LinkPage): string {
  if (page.type === 'open') return open(page.user);
  if (page.type === 'confirmed') return confirmed(page.user, page.personName, page.code);
  const [title, explanation] = texts.messages[page.message];
  return html(title, [paragraph(explanation)]);
}

function open(user: LinkPageUser): string {
  return html(texts.open.title, [
    paragraph(fill(texts.open.lead, { platform: texts.platform[user.platform] })),
    account(user),
    paragraph(texts.open.warning, 'warning'),
    `<form method="post"><button type="submit">${escape(texts.open.button)}</button></form>`,
  ]);
}

function confirmed(user: LinkPageUser, person: string, code: string): string {
  return html(texts.confirmed.title, [
    paragraph(fill(texts.confirmed.lead, { platform: texts.platform[user.platform], person })),
    `<code class="code">link ${escape(code)}</code>`,
    account(user),
    paragraph(texts.confirmed.deadline, 'soft'),
    paragraph(texts.confirmed.warning, 'warning'),
  ]);
}

function account({ platform, tenant, user, name }: LinkPageUser): string {
  const rows = [
    [texts.labels.name, name],
    [texts.tenant[platform], tenant],
    [texts.labels.user, user],
  ] as const;
  return `<dl>${rows.map(([label, value]) => `<dt>${escape(label)}</dt><dd dir="auto">${escape(value)}</dd>`).join('')}</dl>`;
}
