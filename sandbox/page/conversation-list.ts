import type { Conversation } from './chat.js';
import { avatar, h } from './dom.js';
import { keep } from './keyed.js';

export interface ConversationList {
  element: HTMLElement;
  /** @param news how many messages of a conversation were not looked at */
  draw(conversations: Conversation[], current: string | undefined, news: (conversation: Conversation) => number): void;
}

/** The conversations of a chat, with how much is new in each that is not open. */
export function createConversationList(of: string, onChoose: (id: string) => void): ConversationList {
  const element = h('nav', { class: 'conversations', attributes: { 'aria-label': `${of}: conversations` } });

  function entry(conversation: Conversation, here: boolean, news: number): HTMLElement {
    const { id, kind, name, closed } = conversation;
    const mark = h('span', { class: closed ? 'hash lock' : 'hash' }, closed ? '' : '#');
    return h(
      'button',
      {
        class: news > 0 ? 'conversation-entry unread' : 'conversation-entry',
        attributes: { type: 'button', 'aria-current': here ? 'true' : undefined },
        on: { click: () => onChoose(id) },
      },
      kind === 'personal' ? avatar(name, true) : mark,
      h('span', { class: 'conversation-name' }, name.replace(/^#/, '')),
      news > 0 && h('span', { class: 'count', attributes: { 'aria-label': `${news} new` } }, String(news)),
    );
  }

  return {
    element,
    draw(conversations, current, newsIn) {
      const focused = element.contains(document.activeElement);
      const entries = conversations.map((item) => {
        const here = item.id === current;
        const news = here ? 0 : newsIn(item);
        const content = { name: item.name, closed: item.closed, here, news };
        return { key: item.id, content, draw: () => entry(item, here, news) };
      });
      keep(element, entries);
      if (focused && !element.contains(document.activeElement))
        element.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
    },
  };
}
