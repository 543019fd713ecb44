import { randomBytes } from 'node:crypto';
import type { SlackState } from '../stand-in.js';
import { messageObject } from './message-object.js';
import {
  asText,
  APP_ID,
  type Channel,
  COMMAND,
  type Json,
  type Message,
  OTHER_TEAM,
  type View,
  type Workspace,
} from './workspace.js';

const TOKEN = 'a-verification-token-of-old';

/** The workspace that a user belongs to. */
function teamOf(user: string, workspace: Workspace): string {
  return asText(workspace.users.get(user)?.['team_id'], workspace.team.id);
}

/** The user as interaction payloads name them. */
function whoOf(user: string, workspace: Workspace): Json {
  const name = asText(workspace.users.get(user)?.['name'], user);
  return { id: user, username: name, name, team_id: teamOf(user, workspace) };
}

const channelOf = (channel: Channel) => ({
  id: channel.id,
  name: channel.kind === 'personal' ? 'directmessage' : channel.name,
});

const threadOf = ({ thread }: Message) => (thread === undefined ? {} : { thread_ts: thread });

/** The form fields of a slash command. */
export function commandFields(
  user: string,
  channel: Channel,
  argument: string,
  workspace: Workspace,
  responseUrl: string,
): Record<string, string> {
  return {
    token: TOKEN,
    team_id: workspace.team.id,
    team_domain: workspace.team.domain,
    ...(workspace.team.enterprise ? { enterprise_id: workspace.team.enterprise.id } : {}),
    channel_id: channel.id,
    channel_name: channelOf(channel).name,
    user_id: user,
    user_name: asText(workspace.users.get(user)?.['name'], user),
    command: COMMAND,
    text: argument,
    api_app_id: APP_ID,
    is_enterprise_install: String(workspace.installed === 'organisation'),
    response_url: responseUrl,
    trigger_id: workspace.mintTrigger(user),
  };
}

/** An event in its envelope. Events of people from elsewhere name their own workspace in `user_team`. */
export function eventEnvelope(user: string, channel: Channel, message: Message, workspace: Workspace): Json {
  const personal = channel.kind === 'personal';
  const team = teamOf(user, workspace);
  const event = {
    type: personal ? 'message' : 'app_mention',
    user,
    ts: message.ts,
    client_msg_id: randomBytes(16).toString('hex'),
    text: message.text,
    team,
    ...(team === workspace.team.id ? {} : { user_team: team, source_team: team, user_profile: { team } }),
    channel: channel.id,
    event_ts: message.ts,
    ...threadOf(message),
    ...(personal ? { channel_type: 'im' } : {}),
  };
  return { ...envelope(event, workspace), is_ext_shared_channel: channel.external };
}

/** The event of a person who looks at the Home tab, with what was published there before. */
export function homeOpened(user: string, channel: Channel, view: View | undefined, workspace: Workspace): Json {
  const event = { type: 'app_home_opened', user, channel: channel.id, tab: 'home', event_ts: workspace.stamp() };
  return envelope({ ...event, ...(view ? { view } : {}) }, workspace);
}

/** Somebody's account has changed: Slack tells every app that may read users. */
export function userChanged(user: string, workspace: Workspace): Json {
  const now = Math.floor(workspace.now() / 1000);
  return envelope({ type: 'user_change', user: workspace.users.get(user) ?? {}, cache_ts: now }, workspace);
}

/** @param workspace where it happened; an app that is in the whole organisation is told so */
export function envelope(event: Json, workspace: Workspace): Json {
  const { id, botUser, enterprise } = workspace.team;
  const whole = workspace.installed === 'organisation';
  const enterprise_id = enterprise?.id ?? null;
  return {
    token: TOKEN,
    team_id: id,
    context_team_id: id,
    context_enterprise_id: enterprise_id,
    api_app_id: APP_ID,
    event,
    type: 'event_callback',
    event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
    event_time: Math.floor(workspace.now() / 1000),
    authorizations: [
      { enterprise_id, team_id: whole ? null : id, user_id: botUser, is_bot: true, is_enterprise_install: whole },
    ],
  };
}

interface Pressed {
  element: Json;
  blockId: string;
  value: string | undefined;
}

/** One entry of `actions`: what was pressed, with the value or option that was chosen. */
function actionOf({ element, blockId, value }: Pressed, workspace: Workspace): Json {
  const type = asText(element['type']);
  const common = { action_id: element['action_id'], block_id: blockId, type, action_ts: workspace.stamp() };
  if (type === 'button')
    return {
      ...common,
      text: element['text'],
      ...(element['value'] === undefined ? {} : { value: element['value'] }),
      ...(element['style'] === undefined ? {} : { style: element['style'] }),
    };
  if (type.endsWith('_input')) return { ...common, value: value ?? null };
  const options = (element['options'] ?? []) as Json[];
  const groups = (element['option_groups'] ?? []) as { options: Json[] }[];
  const chosen = [...options, ...groups.flatMap((group) => group.options)].find((one) => one['value'] === value);
  return { ...common, selected_option: chosen ?? null };
}

/** Members that every interaction payload has. */
const common = (user: string, workspace: Workspace) => ({
  user: whoOf(user, workspace),
  api_app_id: APP_ID,
  token: TOKEN,
  team:
    teamOf(user, workspace) === OTHER_TEAM
      ? { id: OTHER_TEAM, domain: 'outside' }
      : { id: workspace.team.id, domain: workspace.team.domain },
  enterprise: workspace.team.enterprise ?? null,
  is_enterprise_install: workspace.installed === 'organisation',
});

/** A button or select of a message. The payload of an ephemeral message does not contain the message. */
export function messageAction(
  user: string,
  channel: Channel,
  message: Message,
  pressed: Pressed,
  workspace: Workspace,
  responseUrl: string,
): Json {
  const ephemeral = message.ephemeralTo !== undefined;
  return {
    type: 'block_actions',
    ...common(user, workspace),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...threadOf(message),
    },
    trigger_id: workspace.mintTrigger(user),
    channel: channelOf(channel),
    ...(ephemeral ? {} : { message: messageObject(message, workspace.team) }),
    state: { values: {} },
    response_url: responseUrl,
    actions: [actionOf(pressed, workspace)],
  };
}

/** A button or dispatching input of a modal, or of the Home tab. */
export function viewAction(user: string, view: View, pressed: Pressed, state: SlackState, workspace: Workspace): Json {
  return {
    type: 'block_actions',
    ...common(user, workspace),
    container: { type: 'view', view_id: view.id },
    trigger_id: workspace.mintTrigger(user),
    view: { ...view, state: { values: state } },
    actions: [actionOf(pressed, workspace)],
  };
}

export function viewSubmission(user: string, view: View, state: SlackState, workspace: Workspace): Json {
  return {
    type: 'view_submission',
    ...common(user, workspace),
    trigger_id: workspace.mintTrigger(user),
    view: { ...view, state: { values: state } },
    response_urls: [],
  };
}

export function viewClosed(user: string, view: View, workspace: Workspace): Json {
  return { type: 'view_closed', ...common(user, workspace), view, is_cleared: false };
}
