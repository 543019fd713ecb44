import { SLACK_TEAM } from '../stand-in.js';
import { blockProblems, homeProblems, viewProblems } from './limits.js';
import {
  APP_ID,
  BOT_ID,
  BOT_USER,
  type Channel,
  directChannel,
  type Json,
  keepView,
  type Message,
  type View,
  withIds,
  type Workspace,
} from './workspace.js';

/** `{ ok: true, … }` or `{ ok: false, error }`, as the Web API answers with HTTP 200. */
export type Reply = Json & { ok: boolean };

const refuse = (error: string, messages?: string[]): Reply => ({
  ok: false,
  error,
  ...(messages ? { response_metadata: { messages } } : {}),
});

/** The longest message text before Slack refuses (docs.slack.dev/reference/methods/chat.postMessage). */
const MAX_TEXT = 40_000;

/** A method of the Web API: takes the arguments as they came, form fields already decoded. */
export type Method = (args: Json, workspace: Workspace) => Reply;

export const methods: Record<string, Method> = {
  'auth.test': () => ({
    ok: true,
    url: 'https://partner.slack.example/',
    team: 'Partner',
    team_id: SLACK_TEAM,
    user: 'partnerdesk',
    user_id: BOT_USER,
    bot_id: BOT_ID,
    is_enterprise_install: false,
  }),

  'bots.info'(args) {
    if (args['bot'] !== BOT_ID) return refuse('bot_not_found');
    return {
      ok: true,
      bot: { id: BOT_ID, app_id: APP_ID, user_id: BOT_USER, name: 'partnerdesk', deleted: false },
    };
  },

  'users.info'(args, { users }) {
    const user = users.get(text(args, 'user'));
    if (!user) return refuse('user_not_found');
    const { locale, ...rest } = user;
    const wanted = args['include_locale'] === true || args['include_locale'] === 'true';
    return { ok: true, user: wanted && locale !== undefined ? user : rest };
  },

  'conversations.open'(args, { channels }) {
    const channel = channels.get(directChannel(text(args, 'users')));
    return channel ? { ok: true, channel: { id: channel.id } } : refuse('user_not_found');
  },

  'conversations.info'(args, { channels }) {
    const channel = channels.get(text(args, 'channel'));
    if (!channel) return refuse('channel_not_found');
    return {
      ok: true,
      channel: {
        id: channel.id,
        name: channel.name,
        is_im: channel.kind === 'personal',
        is_channel: channel.kind === 'channel',
        is_ext_shared: channel.external,
        is_shared: channel.external,
        is_org_shared: false,
        is_archived: channel.archived === true,
        is_member: channel.members.has(BOT_USER),
      },
    };
  },

  'chat.postMessage'(args, workspace) {
    const channel = destination(args, workspace);
    if ('ok' in channel) return channel;
    const content = messageContent(args);
    if ('ok' in content) return content;
    const posted = workspace.post(channel, { user: BOT_USER, ...content });
    return { ok: true, channel: channel.id, ts: posted.ts, message: messageObject(posted) };
  },

  'chat.postEphemeral'(args, workspace) {
    const channel = destination(args, workspace);
    if ('ok' in channel) return channel;
    const user = text(args, 'user');
    if (!channel.members.has(user)) return refuse('user_not_in_channel');
    const content = messageContent(args);
    if ('ok' in content) return content;
    const posted = workspace.post(channel, { user: BOT_USER, ...content, ephemeralTo: user });
    return { ok: true, message_ts: posted.ts };
  },

  'chat.update'(args, workspace) {
    const channel = workspace.channels.get(text(args, 'channel'));
    if (!channel?.members.has(BOT_USER)) return refuse('channel_not_found');
    if (channel.archived) return refuse('is_archived');
    const message = channel.messages.find((one) => one.ts === text(args, 'ts') && !one.ephemeralTo);
    if (!message) return refuse('message_not_found');
    if (message.user !== BOT_USER) return refuse('cant_update_message');
    const content = messageContent(args);
    if ('ok' in content) return content;
    replaceContent(message, content);
    workspace.changed();
    return { ok: true, channel: channel.id, ts: message.ts, text: message.text, message: messageObject(message) };
  },

  'views.open'(args, workspace) {
    return withTrigger(args, workspace, (user, view) => {
      const client = workspace.client(user);
      client.modals = [view];
      client.errors = {};
      return { ok: true, view };
    });
  },

  'views.push'(args, workspace) {
    return withTrigger(args, workspace, (user, view) => {
      const { modals } = workspace.client(user);
      if (modals.length === 0) return refuse('not_found');
      if (modals.length >= 3) return refuse('push_limit_reached');
      modals.push(view);
      return { ok: true, view };
    });
  },

  'views.update'(args, workspace) {
    const found = findView(args, workspace);
    if (!found) return refuse('not_found');
    const { client, index, view: previous } = found;
    if (typeof args['hash'] === 'string' && args['hash'] !== previous.hash) return refuse('hash_conflict');
    const given = args['view'];
    const problems = viewProblems(given);
    if (problems.length > 0) return refuse('invalid_arguments', problems);
    const view = keepView(given as Json, workspace, previous);
    client.modals[index] = view;
    client.errors = {};
    workspace.changed();
    return { ok: true, view };
  },

  'views.publish'(args, workspace) {
    const user = text(args, 'user_id');
    // The tab is there for whoever has a conversation with the bot.
    if (!workspace.channels.has(directChannel(user))) return refuse('user_not_found');
    const client = workspace.client(user);
    if (typeof args['hash'] === 'string' && args['hash'] !== client.home?.hash) return refuse('hash_conflict');
    const problems = homeProblems(args['view']);
    if (problems.length > 0) return refuse('invalid_arguments', problems);
    client.home = keepView(args['view'] as Json, workspace, client.home);
    workspace.changed();
    return { ok: true, view: client.home };
  },
};

/** The value of a string argument, empty when it is missing. */
function text(args: Json, name: string): string {
  const value = args[name];
  return typeof value === 'string' ? value : '';
}

/** Where a message goes: a conversation's id, or a user's id for the conversation with the bot. */
function destination(args: Json, { channels }: Workspace): Channel | Reply {
  const id = text(args, 'channel');
  const channel = channels.get(id) ?? (id.startsWith('U') ? channels.get(directChannel(id)) : undefined);
  if (!channel) return refuse('channel_not_found');
  if (channel.archived) return refuse('is_archived');
  if (!channel.members.has(BOT_USER)) return refuse('not_in_channel');
  return channel;
}

/** Text and blocks of a message, checked, or the refusal. Shared with response_url and the acks of slash commands. */
export function messageContent(args: Json): { text: string; blocks?: Json[] } | Reply {
  const content = text(args, 'text');
  const blocks = args['blocks'];
  if (content === '' && !Array.isArray(blocks)) return refuse('no_text');
  if (content.length > MAX_TEXT) return refuse('msg_too_long');
  if (blocks === undefined || blocks === null) return { text: content };
  const problems = blockProblems(blocks);
  if (problems.length > 0) return refuse('invalid_blocks', problems);
  return { text: content, blocks: (blocks as Json[]).map(withIds) };
}

/** New text and blocks for a message that exists. */
export function replaceContent(message: Message, content: { text: string; blocks?: Json[] }): void {
  message.text = content.text;
  if (content.blocks) message.blocks = content.blocks;
  else delete message.blocks;
}

/** A message as the Web API and interaction payloads show it. */
export function messageObject(message: Message): Json {
  return {
    type: 'message',
    ts: message.ts,
    user: message.user,
    text: message.text,
    ...(message.user === BOT_USER ? { bot_id: BOT_ID } : {}),
    team: SLACK_TEAM,
    ...(message.blocks ? { blocks: message.blocks } : {}),
  };
}

/** A trigger id opens one view, within three seconds. The view is checked before the trigger is spent. */
function withTrigger(args: Json, workspace: Workspace, open: (user: string, view: View) => Reply): Reply {
  const problems = viewProblems(args['view']);
  if (problems.length > 0) return refuse('invalid_arguments', problems);
  const trigger = workspace.triggers.get(text(args, 'trigger_id'));
  if (!trigger) return refuse('invalid_trigger_id');
  if (trigger.used) return refuse('exchanged_trigger_id');
  if (workspace.now() > trigger.expiresAt) return refuse('expired_trigger_id');
  trigger.used = true;
  const reply = open(trigger.user, keepView(args['view'] as Json, workspace));
  workspace.changed();
  return reply;
}

function findView(args: Json, workspace: Workspace) {
  for (const user of workspace.users.keys()) {
    const client = workspace.client(user);
    const index = client.modals.findIndex(
      (view) =>
        view.id === args['view_id'] || (text(args, 'external_id') && view['external_id'] === args['external_id']),
    );
    const view = client.modals[index];
    if (view) return { client, index, view };
  }
  return undefined;
}
