import { messageObject } from './message-object.js';
import { channelOf, common, envelope, whoOf } from './payloads.js';
import type { SlackTyping } from '../stand-in.js';
import { asText, type Channel, type Json, type Message, type View, type Workspace } from './workspace.js';

/** A shortcut of the app, from the composer or the search: it has no channel. */
export const globalShortcut = (user: string, id: string, workspace: Workspace): Json => ({
  type: 'shortcut',
  ...common(user, workspace),
  action_ts: workspace.stamp(),
  callback_id: id,
  trigger_id: workspace.mintTrigger(user),
});

/** A shortcut of one message, which comes along whole. */
export const messageShortcut = (
  user: string,
  { id, channel, message, url }: { id: string; channel: Channel; message: Message; url: string },
  workspace: Workspace,
): Json => ({
  type: 'message_action',
  ...common(user, workspace),
  action_ts: workspace.stamp(),
  callback_id: id,
  trigger_id: workspace.mintTrigger(user),
  response_url: url,
  message_ts: message.ts,
  channel: channelOf(channel),
  message: messageObject(message, workspace.team),
});

/** A field that wants its options for what stands in it. */
export const blockSuggestion = (
  user: string,
  view: View,
  { blockId, actionId, text }: SlackTyping,
  workspace: Workspace,
): Json => ({
  type: 'block_suggestion',
  ...common(user, workspace),
  // The organisation's app sends no name here.
  user: whoOf(user, workspace),
  container: { type: 'view', view_id: view.id },
  action_id: actionId,
  block_id: blockId,
  value: text,
  view,
});

/** Links that somebody posted, to domains that the app asked for. */
export function linkShared(
  user: string,
  channel: Channel,
  message: Message,
  links: { domain: string; url: string }[],
  workspace: Workspace,
): Json {
  const event = {
    type: 'link_shared',
    user,
    channel: channel.id,
    message_ts: message.ts,
    unfurl_id: `${workspace.team.bot}.${message.ts}.${asText(workspace.users.get(user)?.['team_id'])}`,
    source: 'conversations_history',
    is_bot_user_member: channel.members.has(workspace.team.botUser),
    links,
    event_ts: message.ts,
    ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
  };
  return { ...envelope(event, workspace), is_ext_shared_channel: channel.external };
}
