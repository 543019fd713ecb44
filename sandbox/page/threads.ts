import { h } from './dom.js';
import { keep, type Keyed } from './keyed.js';

/** A message; `thread` is the key of the one under which it was said. */
export interface ThreadedMessage extends Keyed {
  thread?: string;
}

export interface Threads {
  /** Messages as they stand one after the other: what was said under one of them follows it, behind a button. */
  arrange(messages: ThreadedMessage[]): Keyed[];
}

/**
 * @param open whether replies are shown without being asked for, as Teams does; Slack shows how many there are
 */
export function createThreads(open: boolean): Threads {
  const strips = new Map<string, Strip>();
  return {
    arrange(messages) {
      const roots = new Set(messages.filter(({ thread }) => thread === undefined).map(({ key }) => key));
      // What was said under a message that is gone stands for itself.
      const below = ({ thread }: ThreadedMessage) => thread !== undefined && roots.has(thread);
      return messages
        .filter((message) => !below(message))
        .flatMap((message) => {
          const replies = messages.filter(({ thread }) => thread === message.key);
          if (replies.length === 0) return [message];
          const strip = strips.get(message.key) ?? createStrip(open);
          strips.set(message.key, strip);
          strip.show(replies);
          return [message, { key: `${message.key} thread`, content: '', draw: () => strip.element }];
        });
    },
  };
}

interface Strip {
  element: HTMLElement;
  show(replies: Keyed[]): void;
}

/** "2 replies", and the replies when it is pressed. It stays the same element, so that it stays open. */
function createStrip(startsOpen: boolean): Strip {
  let open = startsOpen;
  let seen = 0;
  let shown: Keyed[] = [];
  const toggle = h('button', { class: 'thread-toggle', attributes: { type: 'button' }, on: { click: () => turn() } });
  const replies = h('div', { class: 'thread-replies' });
  const element = h('div', { class: 'thread' }, toggle, replies);
  const turn = () => {
    open = !open;
    draw();
    if (open) element.scrollIntoView({ block: 'nearest' });
  };
  function draw(): void {
    if (open) seen = shown.length;
    toggle.textContent = `${shown.length} ${shown.length === 1 ? 'reply' : 'replies'}`;
    toggle.setAttribute('aria-expanded', String(open));
    toggle.classList.toggle('unread', shown.length > seen);
    replies.hidden = !open;
    keep(replies, open ? shown : []);
  }
  return {
    element,
    show(now) {
      shown = now;
      draw();
    },
  };
}
