import type { TeamsGesture, TeamsScene } from '../../stand-in.js';
import { createChat } from '../chat.js';
import { avatar, byDesk, h } from '../dom.js';
import { actInTeams, suggestInTeams } from '../server.js';
import { attempt } from '../toast.js';
import { drawCard } from './card.js';
import { createDialog } from './dialog.js';
import { createExtension } from './extension.js';
import type { Suggest } from './typeahead.js';

type Message = TeamsScene['conversations'][number]['messages'][number];

export interface TeamsPane {
  become(as: string): void;
  show(scene: TeamsScene): void;
  type(text: string): void;
}

/** The Teams pane: chats and their messages, most of them cards. */
export function createTeamsPane(pane: HTMLElement): TeamsPane {
  let as = '';
  let last: TeamsScene | undefined;
  const act = (gesture: TeamsGesture) => attempt(actInTeams(as, gesture));
  const here = () => chat.conversation() ?? '';
  const suggestIn =
    (conversation: string): Suggest =>
    async (dataset, text) =>
      suggestInTeams(as, { conversation, dataset, text });
  const extension = createExtension({
    search: (text) => void act({ type: 'search', conversation: here(), text }),
    choose: (value) => void act({ type: 'choose', conversation: here(), value }),
    closeSearch: () => void act({ type: 'closeSearch', conversation: here() }),
    send: () => void act({ type: 'sendDraft', conversation: here() }),
  });
  const dialog = createDialog(pane, (conversation) => ({
    // A dialog knows nothing but Action.Submit.
    execute: () => Promise.resolve(),
    fetch: () => Promise.resolve(),
    submit: (data) => act({ type: 'submitDialog', conversation, data }),
    suggest: suggestIn(conversation),
    close: () => void act({ type: 'closeDialog', conversation }),
  }));
  const chat = createChat(
    pane,
    {
      id: 'teams',
      title: 'Teams',
      subtitle: 'Northwind Partner Services',
      placeholder: ({ kind }) => (kind === 'personal' ? 'Type a message' : 'Type a message, or @partnerdesk …'),
      threadsOpen: true,
      tools: extension.element,
    },
    {
      say: (conversation, text) => void act({ type: 'say', conversation, text }),
      turned: () => extension.show(last ?? {}, chat.conversation()),
    },
  );

  const drawMessage = (conversation: string, message: Message) => {
    const mine = !message.from.bot;
    const where = { conversation, message: message.id };
    const content = message.card
      ? drawCard(message.card, {
          execute: (verb, data) => act({ type: 'execute', ...where, verb, data }),
          submit: (data) => act({ type: 'submit', ...where, data }),
          fetch: (data) => act({ type: 'fetch', ...where, data }),
          suggest: suggestIn(conversation),
        })
      : h('div', { class: 'bubble', ...(mine ? {} : byDesk) }, message.text ?? '');
    return h(
      'article',
      { class: mine ? 'tm-message mine' : 'tm-message' },
      avatar(message.from.name, message.from.bot),
      h(
        'div',
        { class: 'tm-message-body' },
        h('p', { class: 'tm-from' }, message.from.name),
        content,
        mine && message.text !== undefined && messageAction(() => void act({ type: 'fromMessage', ...where })),
      ),
    );
  };

  return {
    become(person) {
      as = person;
      last = undefined;
      dialog.show(undefined);
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
      last = scene;
      chat.show(conversations, scene.clientError);
      extension.show(scene, chat.conversation());
      dialog.show(scene.dialog);
    },
    type: (text) => chat.type(text, false),
  };
}

/** What Teams has in the menu of a message. */
function messageAction(run: () => void): HTMLElement {
  return h(
    'button',
    { class: 'tm-action', attributes: { type: 'button' }, on: { click: run } },
    'Update from this message',
  );
}
