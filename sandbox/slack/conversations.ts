import { messageObject } from './message-object.js';
import { flag, type Method, refuse, type Reply, text } from './method.js';
import { type Channel, directChannel, type Json, type Message, visible, type Workspace } from './workspace.js';

/** How many messages a page has when nothing is said, and at most (docs.slack.dev/reference/methods/conversations.history). */
const PAGE = 100;
const LARGEST_PAGE = 999;

/** The methods that look at conversations. */
export const conversationMethods: Record<string, Method> = {
  'conversations.open'(args, { channels }) {
    const channel = channels.get(directChannel(text(args, 'users')));
    return channel ? { ok: true, channel: { id: channel.id } } : refuse('user_not_found');
  },

  'conversations.info'(args, workspace) {
    const channel = visible(text(args, 'channel'), workspace);
    if (!channel) return refuse('channel_not_found');
    return {
      ok: true,
      channel: {
        id: channel.id,
        name: channel.name,
        is_im: channel.kind === 'personal',
        is_channel: channel.kind === 'channel',
        is_private: channel.private === true,
        is_ext_shared: channel.external,
        is_shared: channel.external,
        is_org_shared: false,
        is_archived: channel.archived === true,
        is_member: channel.members.has(workspace.team.botUser),
      },
    };
  },

  /** Latest first, without what stands in threads. */
  'conversations.history'(args, workspace) {
    const channel = readable(args, workspace);
    if ('ok' in channel) return channel;
    const found = channel.messages.filter((one) => one.thread === undefined && lasting(one) && isWithin(one, args));
    return page(found.toReversed(), args, workspace);
  },

  /** The first message, whenever it was said, and those of its thread, oldest first. */
  'conversations.replies'(args, workspace) {
    const channel = readable(args, workspace);
    if ('ok' in channel) return channel;
    const root = channel.messages.find(({ ts }) => ts === text(args, 'ts'));
    if (!root) return refuse('thread_not_found');
    const replies = channel.messages.filter((one) => one.thread === root.ts && lasting(one) && isWithin(one, args));
    return page([root, ...replies], args, workspace);
  },
};

/** A conversation whose messages the bot may read. */
function readable(args: Json, workspace: Workspace): Channel | Reply {
  const channel = visible(text(args, 'channel'), workspace);
  if (!channel) return refuse('channel_not_found');
  return channel.members.has(workspace.team.botUser) ? channel : refuse('not_in_channel');
}

/** What is whispered is no message of the conversation. */
const lasting = ({ ephemeralTo }: Message) => ephemeralTo === undefined;

function isWithin({ ts }: Message, args: Json): boolean {
  const [oldest, latest] = [Number(args['oldest'] ?? 0), Number(args['latest'] ?? Number.POSITIVE_INFINITY)];
  return Number(ts) > oldest && Number(ts) < latest;
}

function page(messages: Message[], args: Json, { team }: Workspace): Reply {
  const from = Number(text(args, 'cursor') || 0);
  const size = Math.min(LARGEST_PAGE, Number(args['limit'] ?? PAGE) || PAGE);
  const more = from + size < messages.length;
  const shown = messages.slice(from, from + size);
  return {
    ok: true,
    messages: shown.map((one) => messageObject(one, team, flag(args, 'include_all_metadata'))),
    has_more: more,
    response_metadata: { next_cursor: more ? String(from + size) : '' },
  };
}
