import type { Texts } from '../texts.js';
import { document, escape, paragraph } from './frame.js';

export { linkPageStyle } from './style.js';

type Messages = typeof import('../locales/en.json')['linkPage']['messages'];
/** What a page says that has nothing to ask. */
export type LinkMessage = keyof Messages;

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

/**
 * A whole HTML document. Names come from chats and directories: everything is escaped.
 *
 * @param locale BCP 47, as the browser asks for it
 */
export function renderLinkPage(page: LinkPage, locale: string): string {
  return document(locale, (t) => {
    if (page.type === 'open') return open(page.user, t);
    if (page.type === 'confirmed') return confirmed(page, t);
    const { message } = page;
    return {
      title: t(`linkPage.messages.${message}.title`),
      body: [paragraph(t(`linkPage.messages.${message}.text`))],
    };
  });
}

function open(user: LinkPageUser, t: Texts) {
  return {
    title: t('linkPage.open.title'),
    body: [
      paragraph(t('linkPage.open.lead', { platform: t(`linkPage.platform.${user.platform}`) })),
      account(user, t),
      paragraph(t('linkPage.open.warning'), 'warning'),
      `<form method="post"><button type="submit">${escape(t('linkPage.open.button'))}</button></form>`,
    ],
  };
}

function confirmed({ user, personName, code }: LinkPage & { type: 'confirmed' }, t: Texts) {
  const platform = t(`linkPage.platform.${user.platform}`);
  return {
    title: t('linkPage.confirmed.title'),
    body: [
      paragraph(t('linkPage.confirmed.lead', { platform, person: personName })),
      `<code class="code">${escape(t('commands.link'))} ${escape(code)}</code>`,
      account(user, t),
      paragraph(t('linkPage.confirmed.deadline'), 'soft'),
      paragraph(t('linkPage.confirmed.warning'), 'warning'),
    ],
  };
}

function account({ platform, tenant, user, name }: LinkPageUser, t: Texts): string {
  const rows = [
    [t('linkPage.labels.name'), name],
    [t(`linkPage.tenant.${platform}`), tenant],
    [t('linkPage.labels.user'), user],
  ] as const;
  return `<dl>${rows.map(([label, value]) => `<dt>${escape(label)}</dt><dd dir="auto">${escape(value)}</dd>`).join('')}</dl>`;
}
