import type { ConfirmationDialog, HomeView, KnownBlock } from '@slack/types';
import type { ConsoleCharacter } from '../../console/state.js';
import type { SlackScene } from '../../stand-in.js';
import { createChat } from '../chat.js';
import { avatar, byDesk, h } from '../dom.js';
import type { Keyed } from '../keyed.js';
import { actInSlack } from '../server.js';
import { attempt } from '../toast.js';
import { drawBlocks } from './blocks.js';
import { ask, dismiss } from './confirm.js';
import { createModal } from './modal.js';
import { mrkdwn } from './mrkdwn.js';
import { createWorkspaceNote } from './workspace-note.js';

type Message = SlackScene['channels'][number]['messages'][number];

export interface SlackPane {
  become(person: ConsoleCharacter): void;
  /** As the cards write times: in somebody's language, where they are and not where the browser is. */
  tellTimeIn(person: ConsoleCharacter): void;
  show(scene: SlackScene): void;
  type(text: string): void;
}

/** The Slack pane: channels, messages with their blocks, and the modal over them. */
export function createSlackPane(pane: HTMLElement): SlackPane {
  let as = '';
  const workspace = createWorkspaceNote(() => void attempt(actInSlack(as, { type: 'removeApp' })));
  let clock = new Intl.DateTimeFormat();
  const chat = createChat(
    pane,
    {
      id: 'slack',
      title: 'Slack',
      subtitle: workspace.element,
      placeholder: ({ kind, name, deskless }) => {
        if (deskless) return '/invite @partnerdesk brings the desk in';
        return kind === 'personal' ? `Message ${name}` : 'Message, or /partnerdesk …';
      },
      threadsOpen: false,
    },
    {
      say: (channel, text) => void attempt(actInSlack(as, { type: 'say', channel, text })),
      home: () => void attempt(actInSlack(as, { type: 'home' })),
    },
  );
  const sure = async (confirm: ConfirmationDialog | undefined) => !confirm || (await ask(pane, confirm));
  const modal = createModal(pane, {
    submit: (view, state) => attempt(actInSlack(as, { type: 'submit', view, state })),
    close: (view) => void attempt(actInSlack(as, { type: 'closeModal', view })),
    press: (view, state, blockId, actionId, value, confirm) =>
      void sure(confirm).then((yes) => {
        const gesture = { type: 'pressInModal', view, state, blockId, actionId, ...(value ? { value } : {}) } as const;
        return yes ? attempt(actInSlack(as, gesture)) : undefined;
      }),
  });

  const drawMessage = (channel: string, message: Message) => {
    const article = h('article', { class: message.ephemeral ? 'sl-message ephemeral' : 'sl-message' });
    const blocks = message.blocks as KnownBlock[] | undefined;
    const press: Parameters<typeof drawBlocks>[1] = (blockId, actionId, value, confirm) =>
      void sure(confirm).then(async (yes) => {
        if (!yes) return;
        article.classList.add('busy');
        const where = { channel, ts: message.ts, blockId, actionId };
        await attempt(actInSlack(as, { type: 'press', ...where, ...(value ? { value } : {}) }));
        article.classList.remove('busy');
      });
    article.append(
      avatar(message.from.name, message.from.bot),
      h(
        'div',
        { class: 'sl-message-body' },
        message.ephemeral && h('p', { class: 'only-you' }, 'Only visible to you'),
        h(
          'p',
          { class: 'sl-from' },
          h('b', {}, message.from.name),
          message.from.bot && h('span', { class: 'badge' }, 'App'),
          h('time', {}, timeOf(message.ts, clock)),
        ),
        h(
          'div',
          message.from.bot ? byDesk : {},
          blocks?.length ? drawBlocks(blocks, press).element : h('div', { class: 'sl-text' }, mrkdwn(message.text)),
        ),
      ),
    );
    return article;
  };

  const drawHome = (view: HomeView) => {
    const element = h('div', { class: 'sl-home', ...byDesk });
    const { element: blocks } = drawBlocks(
      view.blocks as KnownBlock[],
      (blockId, actionId, value, confirm) =>
        void sure(confirm).then(async (yes) => {
          if (!yes) return;
          element.classList.add('busy');
          await attempt(actInSlack(as, { type: 'pressInHome', blockId, actionId, ...(value ? { value } : {}) }));
          element.classList.remove('busy');
        }),
    );
    element.append(blocks);
    return element;
  };
  const homeOf = (view: unknown): Keyed | 'empty' =>
    view ? { key: 'home', content: view, draw: () => drawHome(view as HomeView) } : 'empty';

  const tellTimeIn = ({ locale, timeZone }: ConsoleCharacter) => {
    clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  };

  return {
    tellTimeIn,
    become(person) {
      dismiss(pane);
      as = person.id;
      tellTimeIn(person);
      modal.show(undefined);
      chat.become(as);
    },
    show(scene) {
      const conversations = scene.channels.map(({ messages, private: closed, hasDesk, ...channel }) => ({
        ...channel,
        closed,
        deskless: !hasDesk,
        ...(channel.kind === 'personal' ? { home: homeOf(scene.home) } : {}),
        messages: messages.map((message) => ({
          key: message.ts,
          content: message,
          ...(message.thread === undefined ? {} : { thread: message.thread }),
          draw: () => drawMessage(channel.id, message),
        })),
      }));
      workspace.show(scene.workspace);
      chat.show(conversations, scene.clientError);
      modal.show(scene.modal);
    },
    type: (text) => chat.type(text, text.startsWith('/')),
  };
}

/** Slack's `ts` is seconds with a fraction that makes it unique. */
function timeOf(ts: string, clock: Intl.DateTimeFormat): string {
  return clock.format(Number(ts) * 1000);
}
