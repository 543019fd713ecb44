import { escape, fill, html, paragraph } from '../link-page/frame.js';
import { type InstallMessage, texts } from './texts.js';

export type { InstallMessage } from './texts.js';

export type InstallPage =
  /** @param name of the workspace or organisation, as people call it */
  | { type: 'installed'; name: string; kind: 'workspace' | 'organisation' }
  | { type: 'message'; message: InstallMessage };

/** A whole HTML document, in the style of the link pages. Names come from chats: everything is escaped. */
export function renderInstallPage(page: InstallPage): string {
  if (page.type === 'message') {
    const [title, explanation] = texts.messages[page.message];
    return html(title, [paragraph(explanation)]);
  }
  const { installed } = texts;
  return html(installed.title, [
    paragraph(fill(installed[page.kind], { name: page.name })),
    paragraph(installed.next),
    `<code class="code">${escape(installed.command)}</code>`,
    paragraph(installed.roles, 'soft'),
  ]);
}
