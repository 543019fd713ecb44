import { createComposer } from './composer.js';
import { createConversationList } from './conversation-list.js';
import { h } from './dom.js';
import { keep, type Keyed } from './keyed.js';
import { createTabs } from './tabs.js';
import { createThreads, type ThreadedMessage } from './threads.js';

/** A conversation, as both chats show it; each message draws itself. */
export interface Conversation {
  id: string;
  name: string;
  kind: 'personal' | 'group' | 'channel';
  messages: ThreadedMessage[];
  /** Only those who were invited see it. */
  closed?: boolean;
  /** The desk has not been brought into it. */
  deskless?: boolean;
  /** A tab beside the messages, which the app fills; absent where there is none. */
  home?: Keyed | 'empty';
}

export interface Chat {
  /** Empties the pane for somebody else; what they type before their first `show` is said then. */
  become(as: string): void;
  show(conversations: Conversation[], clientError: string | undefined): void;
  /** The id of the conversation that is open. */
  conversation(): string | undefined;
  /** Types a text for you, in the 1:1 chat unless the text may be said anywhere. */
  type(text: string, anywhere: boolean): void;
}

interface Words {
  /** Prefix of element ids. */
  id: string;
  title: string;
  /** What stands beside the title. */
  subtitle: string | HTMLElement;
  placeholder: (conversation: Conversation) => string;
  /** Whether threads are shown without being asked for. */
  threadsOpen: boolean;
  /** What stands over the line to type in. */
  tools?: HTMLElement;
}

interface Events {
  say(conversation: string, text: string): void;
  /** Somebody turned to the Home tab. */
  home?(): void;
  /** Another conversation may be open now. */
  turned?(): void;
}

/** A pane with its list of conversations, the messages of one of them, and the line to type in. */
export function createChat(pane: HTMLElement, words: Words, events: Events): Chat {
  let shown: Conversation[] = [];
  let current: string | undefined;
  let person = '';
  let unsaid: string | undefined;
  const chosen = new Map<string, string>();
  /** Who looks at the Home tab. */
  const atHome = new Set<string>();
  const seen = new Map<string, number>();

  const threads = createThreads(words.threadsOpen);
  const list = createConversationList(words.title, (id) => choose(id));
  const title = h('div', { class: 'conversation-title' });
  const tabs = createTabs(words.title, (home) => turn(home));
  const home = h('div', { class: 'home', attributes: { 'aria-label': 'Home', tabindex: '0' } });
  const log = h('div', { class: 'messages', attributes: { role: 'log', 'aria-label': 'Messages', tabindex: '0' } });
  const error = h('p', { class: 'client-error', attributes: { role: 'alert' } });
  const composer = createComposer(`${words.id}-composer`, `Message in ${words.title}`, (text) => {
    if (current) events.say(current, text);
    else unsaid = text;
  });
  const body = h(
    'div',
    { class: 'chat-body' },
    list.element,
    h('div', { class: 'conversation' }, title, tabs.element, home, log, error, words.tools, composer.element),
  );
  pane.replaceChildren(
    h('header', { class: 'pane-head' }, h('h2', {}, words.title), h('span', { class: 'pane-note' }, words.subtitle)),
    body,
  );

  const choose = (id: string) => {
    chosen.set(person, id);
    atHome.delete(person);
    draw();
    events.turned?.();
  };
  const turn = (toHome: boolean) => {
    if (toHome) atHome.add(person);
    else atHome.delete(person);
    if (toHome) events.home?.();
    draw();
  };
  function draw(): void {
    const conversation = shown.find(({ id }) => id === chosen.get(person)) ?? shown[0];
    const moved = conversation?.id !== current;
    current = conversation?.id;
    const looksAtHome = conversation?.home !== undefined && atHome.has(person);
    if (conversation && !looksAtHome) seen.set(`${person} ${conversation.id}`, conversation.messages.length);
    list.draw(shown, current, newsIn);
    drawTabs(conversation, looksAtHome);
    title.textContent = conversation ? nameOf(conversation) : '';
    if (conversation) composer.describe(words.placeholder(conversation));
    log.classList.toggle('room', conversation !== undefined && conversation.kind !== 'personal');
    log.classList.toggle('deskless', conversation?.deskless === true);
    const keyOf = (key: string) => `${person} ${conversation?.id} ${key}`;
    const messages = (conversation?.messages ?? []).map((message) => ({
      ...message,
      key: keyOf(message.key),
      ...(message.thread === undefined ? {} : { thread: keyOf(message.thread) }),
    }));
    const news = keep(log, threads.arrange(messages));
    // A card that was pressed may change after the message that follows it has come: that one stays in sight.
    const target = moved || (news && !isTall(log, news)) ? log.lastElementChild : news;
    if (target instanceof HTMLElement) reveal(log, target);
  }
  function drawTabs(conversation: Conversation | undefined, looksAtHome: boolean): void {
    tabs.element.hidden = conversation?.home === undefined;
    title.hidden = !tabs.element.hidden;
    const unread = conversation !== undefined && newsIn(conversation) > 0;
    tabs.show(looksAtHome, unread);
    home.hidden = !looksAtHome;
    for (const element of [log, composer.element]) element.hidden = looksAtHome;
    const view = conversation?.home;
    keep(home, view && view !== 'empty' ? [{ ...view, key: `${person} ${view.key}` }] : []);
  }
  function newsIn({ id, messages }: Conversation): number {
    return Math.max(0, messages.length - (seen.get(`${person} ${id}`) ?? 0));
  }
  return {
    become(as) {
      person = as;
      current = undefined;
      shown = [];
      unsaid = undefined;
      error.textContent = '';
      // They see the tab anew, as if they had just turned to it.
      if (atHome.has(as)) events.home?.();
      draw();
    },
    show(conversations, clientError) {
      shown = conversations;
      error.textContent = clientError ?? '';
      draw();
      if (current && unsaid) events.say(current, unsaid);
      unsaid = undefined;
    },
    conversation: () => current,
    type(text, anywhere) {
      // The first conversation is the one with the desk.
      if (!anywhere) chosen.delete(person);
      atHome.delete(person);
      draw();
      composer.type(text);
    },
  };
}

/** px that stay free above and below a message */
const MARGIN = 14;

function isTall(log: HTMLElement, message: HTMLElement): boolean {
  return message.offsetHeight + 2 * MARGIN > log.clientHeight;
}

/** Scrolls a message into sight: its end, or its head when it is taller than the pane. */
function reveal(log: HTMLElement, message: HTMLElement): void {
  const [pane, box] = [log.getBoundingClientRect(), message.getBoundingClientRect()];
  log.scrollTop += isTall(log, message) ? box.top - pane.top - MARGIN : box.bottom - pane.bottom + MARGIN;
}

function nameOf(conversation: Conversation): string {
  return conversation.kind === 'personal' ? conversation.name : `# ${conversation.name.replace(/^#/, '')}`;
}
