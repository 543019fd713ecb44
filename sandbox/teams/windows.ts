import type { Character, TeamsGesture, TeamsScene } from '../stand-in.js';
import type { WireActivity } from './activities.js';
import { readChosen, readResults, readTask, type Task } from './task-answers.js';
import type { Conversation, Message } from './world.js';

/** What one person's client has open over or beside the messages. */
interface Open {
  dialog?: {
    conversation: Conversation;
    /** What a submission carries besides the data: which invoke it answers. */
    invoke: 'task/submit' | 'composeExtension/submitAction';
    context: Record<string, unknown>;
    title: string;
    card?: unknown;
    text?: string;
  };
  /** The search of the message extension. */
  search?: NonNullable<TeamsScene['search']>;
  /** A card in the compose box, not sent yet. */
  draft?: { conversation: string; card: unknown };
}

export type WindowGesture = Extract<
  TeamsGesture,
  { type: 'fetch' | 'submitDialog' | 'closeDialog' | 'search' | 'choose' | 'closeSearch' | 'sendDraft' | 'fromMessage' }
>;

/**
 * Dialogs, the message extension and what is in the compose box: what the client keeps for its user, and asks the bot for by
 * invokes of their own.
 *
 * @param make an invoke activity of somebody in a conversation
 * @param invoke delivers it
 * @param fail shows somebody what their client itself says
 */
export function createWindows(options: {
  make: (
    character: Character,
    conversation: Conversation,
    name: string,
    value: unknown,
    replyTo?: string,
  ) => WireActivity;
  invoke: (activity: WireActivity) => Promise<{ status: number; answer: unknown }>;
  post: (character: Character, conversation: Conversation, card: unknown) => void;
  fail: (character: Character, text: string) => void;
  changed: () => void;
}) {
  const { make, invoke, post, fail, changed } = options;
  const all = new Map<string, Open>();
  const openOf = (character: Character): Open => {
    const found = all.get(character.id) ?? {};
    all.set(character.id, found);
    return found;
  };

  /** Shows what came of a dialog's invoke. A failed submission leaves the dialog open, with what was typed. */
  function show(character: Character, dialog: Omit<NonNullable<Open['dialog']>, 'title'>, task: Task): void {
    const open = openOf(character);
    if ('error' in task) fail(character, task.error);
    else if ('closed' in task) delete open.dialog;
    else if ('text' in task) open.dialog = { ...dialog, title: 'partnerdesk', text: task.text };
    else open.dialog = { ...dialog, ...task };
  }

  async function fetch(character: Character, conversation: Conversation, message: string, data: unknown) {
    const activity = make(character, conversation, 'task/fetch', { data, context: { theme: 'default' } }, message);
    const { status, answer } = await invoke(activity);
    show(character, { conversation, invoke: 'task/submit', context: {} }, readTask(status, answer));
  }

  /** An action that was chosen in a message's own menu: the bot is told the message. */
  async function fromMessage(character: Character, conversation: Conversation, message: Message): Promise<void> {
    const context = {
      commandId: 'updateFromMessage',
      commandContext: 'message',
      messagePayload: {
        id: message.id,
        messageType: 'message',
        createdDateTime: new Date(Number(message.id)).toISOString(),
        importance: 'normal',
        from: { user: { displayName: message.from.name } },
        body: { contentType: 'html', content: `<div>${escapeHtml(message.text ?? '')}</div>` },
        attachments: [],
        mentions: [],
      },
    };
    const { status, answer } = await invoke(make(character, conversation, 'composeExtension/fetchTask', context));
    const dialog = { conversation, invoke: 'composeExtension/submitAction', context } as const;
    show(character, dialog, readTask(status, answer));
  }

  async function submit(character: Character, data: Record<string, unknown>): Promise<void> {
    const { dialog } = openOf(character);
    if (!dialog) return;
    const value = { ...dialog.context, data, context: { theme: 'default' } };
    const { status, answer } = await invoke(make(character, dialog.conversation, dialog.invoke, value));
    const { title: _, card: __, text: ___, ...same } = dialog;
    show(character, same, readTask(status, answer));
  }

  async function search(character: Character, conversation: Conversation, text: string): Promise<void> {
    const parameters = text === '' ? [{ name: 'initialRun', value: 'true' }] : [{ name: 'text', value: text }];
    const value = { commandId: 'find', parameters, queryOptions: { skip: 0, count: 25 } };
    const { status, answer } = await invoke(make(character, conversation, 'composeExtension/query', value));
    openOf(character).search = { conversation: conversation.id, text, ...readResults(status, answer) };
  }

  async function choose(character: Character, conversation: Conversation, value: unknown): Promise<void> {
    const { status, answer } = await invoke(make(character, conversation, 'composeExtension/selectItem', value));
    const card = readChosen(status, answer);
    const open = openOf(character);
    delete open.search;
    if (card === undefined) fail(character, readResults(status, answer).message ?? 'Something went wrong.');
    else open.draft = { conversation: conversation.id, card };
  }

  function sendDraft(character: Character, conversation: Conversation): void {
    const { draft } = openOf(character);
    if (draft?.conversation === conversation.id) post(character, conversation, draft.card);
    delete openOf(character).draft;
  }

  async function carryOut(character: Character, conversation: Conversation, gesture: WindowGesture): Promise<void> {
    if (gesture.type === 'fetch') return fetch(character, conversation, gesture.message, gesture.data);
    if (gesture.type === 'submitDialog') return submit(character, gesture.data);
    if (gesture.type === 'search') return search(character, conversation, gesture.text);
    if (gesture.type === 'choose') return choose(character, conversation, gesture.value);
    if (gesture.type === 'sendDraft') return sendDraft(character, conversation);
    if (gesture.type === 'closeDialog') delete openOf(character).dialog;
    if (gesture.type === 'closeSearch') delete openOf(character).search;
    if (gesture.type !== 'fromMessage') return;
    const message = conversation.messages.find(({ id }) => id === gesture.message);
    if (message) await fromMessage(character, conversation, message);
  }

  return {
    async act(character: Character, conversation: Conversation, gesture: WindowGesture): Promise<void> {
      await carryOut(character, conversation, gesture);
      changed();
    },

    /** What is open, as the page shows it. */
    scene(character: Character): Pick<TeamsScene, 'dialog' | 'search' | 'draft'> {
      const { dialog, search: found, draft } = openOf(character);
      return {
        ...(found ? { search: found } : {}),
        ...(draft ? { draft } : {}),
        ...(dialog
          ? {
              dialog: {
                conversation: dialog.conversation.id,
                title: dialog.title,
                ...(dialog.card === undefined ? {} : { card: dialog.card }),
                ...(dialog.text === undefined ? {} : { text: dialog.text }),
              },
            }
          : {}),
      };
    },
  };
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
