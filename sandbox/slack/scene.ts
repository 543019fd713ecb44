import type { Character, SlackScene } from '../stand-in.js';
import { shortcuts } from './manifest.js';
import { asText, type Message, type Workspace } from './workspace.js';

/** What one character's Slack shows: their conversations, what was whispered to them, their Home tab and topmost modal. */
export function sceneOf(character: Character, workspace: Workspace): SlackScene {
  const user = character.slackUser;
  const client = workspace.client(user);
  const { botUser } = workspace.team;
  const view = client.modals.at(-1);
  const nameOf = (id: string) => (id === botUser ? 'partnerdesk' : asText(workspace.users.get(id)?.['real_name'], id));
  const shown = (message: Message) => ({
    ts: message.ts,
    from: { name: nameOf(message.user), bot: message.user === botUser },
    text: message.text.replaceAll(`<@${botUser}>`, '@partnerdesk'),
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(message.previews ? { previews: message.previews } : {}),
    ephemeral: message.ephemeralTo !== undefined,
    ...(message.thread === undefined ? {} : { thread: message.thread }),
  });
  const isMember = character.standing !== 'stranger' && workspace.installed !== false;
  return {
    shortcuts: isMember ? shortcuts : [],
    workspace: { name: workspace.team.name, installed: workspace.installed !== false, removable: false },
    channels: [...workspace.channels.values()]
      .filter((channel) => channel.members.has(user))
      .map((channel) => ({
        id: channel.id,
        name: channel.name,
        kind: channel.kind,
        private: channel.private === true,
        archived: channel.archived === true,
        hasDesk: channel.members.has(botUser),
        messages: channel.messages.filter((one) => !one.ephemeralTo || one.ephemeralTo === user).map(shown),
      })),
    ...(view ? { modal: { id: view.id, view, errors: client.errors, busy: client.busy } } : {}),
    ...(client.home ? { home: client.home } : {}),
    ...(client.clientError === undefined ? {} : { clientError: client.clientError }),
  };
}
