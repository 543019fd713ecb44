import type { Channel, Workspace } from './workspace.js';

/** Slack's own commands by which members bring an app into a channel and take it out. */
const membershipCommands: Readonly<Record<string, 'in' | 'out'>> = {
  '/invite': 'in',
  '/remove': 'out',
  '/kick': 'out',
};

/**
 * Carries out `/invite @partnerdesk` and `/remove @partnerdesk`. No event tells the app: it does not ask for those.
 *
 * @returns `done`; what the client says when nothing comes of it; undefined: it is another command
 */
export function changeMembership(
  command: string,
  argument: string,
  user: string,
  channel: Channel,
  workspace: Workspace,
): string | undefined {
  const direction = membershipCommands[command];
  if (direction === undefined) return undefined;
  if (channel.kind === 'personal') return `You cannot use ${command} in this conversation.`;
  if (!/^@partnerdesk$/iu.test(argument.trim())) return `Whom? Try ${command} @partnerdesk.`;
  const { botUser } = workspace.team;
  const isIn = channel.members.has(botUser);
  if (isIn === (direction === 'in')) return `partnerdesk is ${isIn ? 'already' : 'not'} in this channel.`;
  if (direction === 'in') channel.members.add(botUser);
  else channel.members.delete(botUser);
  const bot = `<@${botUser}>`;
  workspace.post(channel, {
    user,
    text: direction === 'in' ? `added ${bot} to the channel` : `removed ${bot} from it`,
  });
  return 'done';
}
