import { document, escape, paragraph } from '../link-page/frame.js';

type Messages = typeof import('../locales/en.json')['installPage']['messages'];
/** What a page says when nothing was installed. */
export type InstallMessage = keyof Messages;

export type InstallPage =
  /** @param name of the workspace or organisation, as people call it */
  | { type: 'installed'; name: string; kind: 'workspace' | 'organisation' }
  | { type: 'message'; message: InstallMessage };

/**
 * A whole HTML document, in the style of the link pages. Names come from chats: everything is escaped.
 *
 * @param locale BCP 47, as the browser asks for it
 */
export function renderInstallPage(page: InstallPage, locale: string): string {
  return document(locale, (t) => {
    if (page.type === 'message') {
      const key = `installPage.messages.${page.message}` as const;
      return { title: t(`${key}.title`), body: [paragraph(t(`${key}.text`))] };
    }
    return {
      title: t('installPage.installed.title'),
      body: [
        paragraph(t(`installPage.installed.${page.kind}`, { name: page.name })),
        paragraph(t('installPage.installed.next')),
        `<code class="code">/partnerdesk ${escape(t('commands.help'))}</code>`,
        paragraph(t('installPage.installed.roles'), 'soft'),
      ],
    };
  });
}
