import { slackManifest } from '../../manifest/slack.js';
import { type Channel, directChannel, type Json, type Workspace } from './workspace.js';

/** What the app was granted when it was installed: what its own manifest asks for, the optional scopes too. */
export const manifestScopes = (): Set<string> =>
  new Set(
    slackManifest({ publicUrl: 'https://desk.example.com', partnerCloud: 'global', oauth: false }).oauth_config.scopes
      .bot,
  );

/** Scopes that a method needs whatever it is about (docs.slack.dev/reference/methods). */
const always: Readonly<Record<string, string>> = {
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.open': 'im:write',
  'users.info': 'users:read',
  'bots.info': 'users:read',
};

/** Scopes whose first word depends on the conversation: `channels`, `groups` (private ones) or `im`. */
const byKind: Readonly<Record<string, string>> = {
  'conversations.info': 'read',
  'conversations.history': 'history',
  'conversations.replies': 'history',
};

/** The scope that a call needs and was not granted; undefined when it may go on. */
export function missingScope(method: string, args: Json, workspace: Workspace): string | undefined {
  const wanted = always[method] ?? scopeFor(method, args, workspace);
  return wanted === undefined || workspace.scopes.has(wanted) ? undefined : wanted;
}

function scopeFor(method: string, args: Json, { channels }: Workspace): string | undefined {
  const right = byKind[method];
  const id = typeof args['channel'] === 'string' ? args['channel'] : '';
  const channel = channels.get(id) ?? channels.get(directChannel(id));
  return right === undefined || !channel ? undefined : `${kindOf(channel)}:${right}`;
}

function kindOf(channel: Channel): string {
  if (channel.kind === 'personal') return 'im';
  return channel.private ? 'groups' : 'channels';
}
