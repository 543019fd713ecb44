import type { TeamsScene } from '../../stand-in.js';
import { createChat } from '../chat.js';
import { avatar, byDesk, h } from '../dom.js';
import { actInTeams } from '../server.js';
import { attempt } from '../toast.js';
import { drawCard } from './card.js';

type Message = TeamsScene['conversations'][number]['messages'][number];

export interface TeamsPane {
  become(as: string): void;
  show(scene: TeamsScene): void;
  type(text: string): void;
}

/** The Teams pane: chats and their messages, most of them cards. */
export function createTeamsPane(pane: HTMLElement): TeamsPane {
  let as = '';
  const chat = createChat(
    pane,
    {
      id: 'teams',
      title: 'Teams',
      subtitle: 'Northwind Partner Services',
      placeholder: ({ kind }) => (kind === 'personal' ? 'Type a message' : 'Type a message, or @partnerdesk …'),
      threadsOpen: true,
    },
    { say: (conversation, text) => void attempt(actInTeams(as, { type: 'say', conversation, text })) },
  );

  const drawMessage = (conversation: string, message: Message) => {
    const mine = !message.from.bot;
    const where = { conversation, message: message.id };
    const content = message.card
      ? drawCard(message.card, {
          execute: (verb, data) => attempt(actInTeams(as, { type: 'execute', ...where, verb, data })),
          submit: (data) => attempt(actInTeams(as, { type: 'submit', ...where, data })),
        })
      : h('div', { class: 'bubble', ...(mine ? {} : byDesk) }, message.text ?? '');
    return h(
      'article',
      { class: mine ? 'tm-message mine' : 'tm-message' },
      avatar(message.from.name, message.from.bot),
      h('div', { class: 'tm-message-body' }, h('p', { class: 'tm-from' }, message.from.name), content),
    );
  };

  return {
    become(person) {
      as = person;
      chat.become(person);
    },
    show(scene) {
      const conversations = scene.conversations.map(({ messages, ...conversation }) => ({
        ...conversation,
        messages: messages.map((message) => ({
          key: message.id,
          content: message,
          ...(message.thread === undefined ? {} : { thread: message.thread }),
          draw: () => drawMessage(conversation.id, message),
        })),
      }));
      chat.show(conversations, scene.clientError);
    },
    type: (text) => chat.type(text, false),
  };
}
