import { conversationMethods } from './conversations.js';
import { blockProblems, homeProblems, viewProblems } from './limits.js';
import { messageObject } from './message-object.js';
import { type Method, refuse, type Reply, text } from './method.js';
import { unfurl } from './previews.js';
import {
  APP_ID,
  type Channel,
  directChannel,
  type Json,
  keepView,
  type Message,
  type View,
  visible,
  withIds,
  type Workspace,
} from './workspace.js';

/** The longest message text before Slack refuses (docs.slack.dev/reference/methods/chat.postMessage). */
const MAX_TEXT = 40_000;

export const methods: Record<string, Method> = {
  'auth.test'(_args, { team, installed }) {
    const { id, name, domain, botUser, bot, enterprise } = team;
    const whole = installed === 'organisation' && enterprise;
    return {
      ok: true,
      url: `https://${domain}.slack.example/`,
      team: whole ? whole.name : name,
      team_id: whole ? whole.id : id,
      ...(enterprise ? { enterprise_id: enterprise.id } : {}),
      user: 'partnerdesk',
      user_id: botUser,
      bot_id: bot,
      is_enterprise_install: installed === 'organisation',
    };
  },

  'bots.info'(args, { team: { bot, botUser } }) {
    if (args['bot'] !== bot) return refuse('bot_not_found');
    return {
      ok: true,
      bot: { id: bot, app_id: APP_ID, user_id: botUser, name: 'partnerdesk', deleted: false },
    };
  },

  'users.info'(args, { users, scopes }) {
    const user = users.get(text(args, 'user'));
    if (!user) return refuse('user_not_found');
    const { locale, ...rest } = scopes.has('users:read.email') ? user : withoutEmail(user);
    const wanted = args['include_locale'] === true || args['include_locale'] === 'true';
    return { ok: true, user: wanted && locale !== undefined ? { ...rest, locale } : rest };
  },

  ...conversationMethods,

  'chat.postMessage'(args, workspace) {
    const channel = destination(args, workspace);
    if ('ok' in channel) return channel;
    const content = messageContent(args);
    if ('ok' in content) return content;
    const metadata = args['metadata'];
    if (metadata !== undefined && !isMetadata(metadata)) return refuse('invalid_metadata_format');
    const marked = metadata === undefined ? {} : { metadata: metadata as Json };
    const posted = workspace.post(channel, {
      user: workspace.team.botUser,
      ...content,
      ...threadOf(args, channel),
      ...marked,
    });
    return { ok: true, channel: channel.id, ts: posted.ts, message: messageObject(posted, workspace.team) };
  },

  'chat.postEphemeral'(args, workspace) {
    const channel = destination(args, workspace);
    if ('ok' in channel) return channel;
    const user = text(args, 'user');
    if (!channel.members.has(user)) return refuse('user_not_in_channel');
    const content = messageContent(args);
    if ('ok' in content) return content;
    const whispered = { ...content, ...threadOf(args, channel), ephemeralTo: user };
    const posted = workspace.post(channel, { user: workspace.team.botUser, ...whispered });
    return { ok: true, message_ts: posted.ts };
  },

  'chat.update'(args, workspace) {
    const channel = visible(text(args, 'channel'), workspace);
    if (!channel?.members.has(workspace.team.botUser)) return refuse('channel_not_found');
    if (channel.archived) return refuse('is_archived');
    const message = channel.messages.find((one) => one.ts === text(args, 'ts') && !one.ephemeralTo);
    if (!message) return refuse('message_not_found');
    if (message.user !== workspace.team.botUser) return refuse('cant_update_message');
    const content = messageContent(args);
    if ('ok' in content) return content;
    replaceContent(message, content);
    workspace.changed();
    return {
      ok: true,
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: messageObject(message, workspace.team),
    };
  },

  'chat.unfurl': unfurl,

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

/** Where a message goes: a conversation's id, or a user's id for the conversation with the bot. */
function destination(args: Json, workspace: Workspace): Channel | Reply {
  const id = text(args, 'channel');
  const channel = visible(id, workspace) ?? (id.startsWith('U') ? visible(directChannel(id), workspace) : undefined);
  if (!channel) return refuse('channel_not_found');
  if (channel.archived) return refuse('is_archived');
  if (!channel.members.has(workspace.team.botUser)) return refuse('not_in_channel');
  return channel;
}

/** The thread that a message is to stand in. What answers a reply stands in the thread of that reply. */
function threadOf(args: Json, { messages }: Channel): { thread?: string } {
  const wanted = text(args, 'thread_ts');
  if (wanted === '') return {};
  return { thread: messages.find(({ ts }) => ts === wanted)?.thread ?? wanted };
}

/** Metadata have a type and a payload, and nothing else. */
function isMetadata(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { event_type: type, event_payload: payload } = value as Json;
  return typeof type === 'string' && type !== '' && typeof payload === 'object' && payload !== null;
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

/** Addresses are for apps with the scope `users:read.email`. */
function withoutEmail(user: Json): Json {
  const { email: _hidden, ...profile } = { ...(user['profile'] as Json) };
  return { ...user, profile };
}
