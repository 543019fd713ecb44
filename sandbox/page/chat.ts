import { createComposer } from './composer.js';
import { avatar, h } from './dom.js';
import { keep, type Keyed } from './keyed.js';

/** A conversation, as both chats show it; each message draws itself. */
export interface Conversation {
  id: string;
  name: string;
  kind: 'personal' | 'group' | 'channel';
  messages: Keyed[];
}

export interface Chat {
  /** Where a dialog may cover the chat. */
  root: HTMLElement;
  show(as: string, conversations: Conversation[], clientError: string | undefined): void;
  /** Types a text for you, in the 1:1 chat unless the text may be said anywhere. */
  type(text: string, anywhere: boolean): void;
}

interface Words {
  /** Prefix of element ids. */
  id: string;
  title: string;
  subtitle: string;
  placeholder: (conversation: Conversation) => string;
}

/** A pane with its list of conversations, the messages of one of them, and the line to type in. */
export function createChat(pane: HTMLElement, words: Words, onSay: (conversation: string, text: string) => void): Chat {
  let shown: Conversation[] = [];
  let current: string | undefined;
  let person = '';
  const chosen = new Map<string, string>();
  const seen = new Map<string, number>();

  const list = h('nav', { class: 'conversations', attributes: { 'aria-label': `${words.title}: conversations` } });
  const title = h('div', { class: 'conversation-title' });
  const log = h('div', { class: 'messages', attributes: { role: 'log', 'aria-label': 'Messages', tabindex: '0' } });
  const error = h('p', { class: 'client-error', attributes: { role: 'alert' } });
  const composer = createComposer(`${words.id}-composer`, `Message in ${words.title}`, (text) => {
    if (current) onSay(current, text);
  });
  const body = h(
    'div',
    { class: 'chat-body' },
    list,
    h('div', { class: 'conversation' }, title, log, error, composer.element),
  );
  pane.replaceChildren(
    h('header', { class: 'pane-head' }, h('h2', {}, words.title), h('span', { class: 'pane-note' }, words.subtitle)),
    body,
  );

  const choose = (id: string) => {
    chosen.set(person, id);
    draw();
  };
  function draw(): void {
    const conversation = shown.find(({ id }) => id === chosen.get(person)) ?? shown[0];
    const moved = conversation?.id !== current || body.dataset['as'] !== person;
    current = conversation?.id;
    body.dataset['as'] = person;
    if (conversation) seen.set(`${person} ${conversation.id}`, conversation.messages.length);
    list.replaceChildren(...shown.map((item) => entry(item, item.id === current)));
    title.textContent = conversation ? nameOf(conversation) : '';
    if (conversation) composer.describe(words.placeholder(conversation));
    const messages = (conversation?.messages ?? []).map((message) => ({
      ...message,
      key: `${person} ${conversation?.id} ${message.key}`,
    }));
    const news = keep(log, messages);
    const target = moved ? log.lastElementChild : news;
    if (target instanceof HTMLElement) reveal(log, target);
  }
  function entry(conversation: Conversation, here: boolean): HTMLElement {
    const unread = conversation.messages.length > (seen.get(`${person} ${conversation.id}`) ?? 0);
    return h(
      'button',
      {
        class: unread && !here ? 'conversation-entry unread' : 'conversation-entry',
        attributes: { type: 'button', 'aria-current': here ? 'true' : undefined },
        on: { click: () => choose(conversation.id) },
      },
      conversation.kind === 'personal' ? avatar(conversation.name, true) : h('span', { class: 'hash' }, '#'),
      h('span', { class: 'conversation-name' }, conversation.name.replace(/^#/, '')),
    );
  }
  return {
    root: pane,
    show(as, conversations, clientError) {
      person = as;
      shown = conversations;
      error.textContent = clientError ?? '';
      draw();
    },
    type(text, anywhere) {
      const personal = shown.find(({ kind }) => kind === 'personal');
      if (!anywhere && personal) choose(personal.id);
      composer.type(text);
    },
  };
}

/** Scrolls a message into sight: its end, or its head when it is taller than the pane. */
function reveal(log: HTMLElement, message: HTMLElement): void {
  const [pane, box] = [log.getBoundingClientRect(), message.getBoundingClientRect()];
  const margin = 14;
  const tall = box.height + 2 * margin > pane.height;
  log.scrollTop += tall ? box.top - pane.top - margin : box.bottom - pane.bottom + margin;
}

function nameOf(conversation: Conversation): string {
  return conversation.kind === 'personal' ? conversation.name : `# ${conversation.name.replace(/^#/, '')}`;
}
