import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import type { UsersInfoResponse } from '@slack/web-api';
import { SlackCallError } from './call-error.js';
import { type CallerParts, createCaller, NOTIFYING_TIMEOUT } from './caller.js';
import { tryAgain } from './try-again.js';

export interface MessageContent {
  text: string;
  blocks: KnownBlock[];
}

/** Whose token we hold: what auth.test and bots.info say. */
export interface Identity {
  team: string;
  enterprise?: string;
  botUser: string;
  bot: string;
  /** Unknown when bots.info could not be asked. */
  app?: string;
  /** The app was installed in the whole organisation. */
  organisation?: true;
}

/** A stretch of a conversation: `oldest` is a message's time stamp, `cursor` where the page before ended. */
interface Range {
  oldest?: string;
  cursor?: string;
  limit: number;
}

/** The type of the metadata by which a message of ours is known again. */
export const MARK_TYPE = 'partnerdesk_message';

export type SlackCalls = ReturnType<typeof createSlackCalls>;

/** Every call that the desk makes to one workspace of Slack. All of them reject with SlackCallError and with nothing else. */
export function createSlackCalls(parts: CallerParts) {
  const { call, counted } = createCaller(parts);

  /** Whose token it is. */
  async function test(): Promise<Identity> {
    const said = await call('auth.test', ({ interactive }) => interactive.auth.test());
    if (!said.team_id || !said.user_id || !said.bot_id) throw new SlackCallError('auth.test', 'not_a_bot_token');
    return {
      team: said.team_id,
      ...(said.enterprise_id ? { enterprise: said.enterprise_id } : {}),
      botUser: said.user_id,
      bot: said.bot_id,
    };
  }

  /** The same, and which app. */
  async function identify(): Promise<Identity> {
    const identity = await test();
    const { bot } = identity;
    const app = await call('bots.info', ({ interactive }) => interactive.bots.info({ bot })).catch(() => undefined);
    return { ...identity, ...(app?.bot?.app_id ? { app: app.bot.app_id } : {}) };
  }

  const change = (channel: string, ts: string, content: MessageContent) =>
    call('chat.update', ({ notifying }) => notifying.chat.update({ channel, ts, ...content }));

  return {
    test,
    identify,
    /** The workspaces that an organisation lets the app into: a page of their ids. */
    async teams(cursor: string | undefined): Promise<{ teams: string[]; next: string | undefined }> {
      const range = { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) };
      const result = await call('auth.teams.list', ({ notifying }) => notifying.auth.teams.list(range));
      const teams = (result.teams ?? []).flatMap(({ id }) => (id === undefined ? [] : [id]));
      return { teams, next: result.response_metadata?.next_cursor || undefined };
    },
    userInfo: (user: string): Promise<UsersInfoResponse> =>
      call('users.info', ({ interactive }) => interactive.users.info({ user, include_locale: true })),

    /** Opens a modal and gives its id. */
    async openView(trigger: string, view: ModalView): Promise<string> {
      const result = await call('views.open', ({ interactive }) =>
        interactive.views.open({ trigger_id: trigger, view }),
      );
      if (!result.view?.id) throw new SlackCallError('views.open', 'no_view');
      return result.view.id;
    },
    publishHome: (user: string, view: HomeView) =>
      tryAgain(() => call('views.publish', ({ notifying }) => notifying.views.publish({ user_id: user, view }))),
    /** What Slack says of a channel, unread. */
    channelInfo: async (channel: string): Promise<unknown> =>
      (await call('conversations.info', ({ notifying }) => notifying.conversations.info({ channel }))).channel,
    updateView: (id: string, view: ModalView) =>
      tryAgain(() => call('views.update', ({ notifying }) => notifying.views.update({ view_id: id, view }))),

    /**
     * Messages of a conversation, unread, latest first; those in threads are left out. `next`: the cursor of the next page.
     */
    history: (channel: string, range: Range) =>
      call('conversations.history', async ({ notifying }) =>
        pageOf(await notifying.conversations.history({ channel, ...range, include_all_metadata: true })),
      ),
    /** A message and what was said under it, oldest first. */
    replies: (channel: string, ts: string, range: Range) =>
      call('conversations.replies', async ({ notifying }) =>
        pageOf(await notifying.conversations.replies({ channel, ts, ...range, include_all_metadata: true })),
      ),
    /** Gives the 1:1 conversation with a user. */
    async openDirect(user: string): Promise<string> {
      const result = await call('conversations.open', ({ notifying }) => notifying.conversations.open({ users: user }));
      if (!result.channel?.id) throw new SlackCallError('conversations.open', 'no_channel');
      return result.channel.id;
    },

    /**
     * To a conversation, or to a user's own one with the bot. Gives channel and ts. Tried once: a message is not sent twice.
     *
     * @param mark by which it is known again. Everybody can read it.
     */
    async post(
      channel: string,
      content: MessageContent,
      thread: string | null = null,
      mark?: string,
    ): Promise<{ channel: string; ts: string }> {
      const threaded = {
        ...(thread === null ? {} : { thread_ts: thread }),
        ...(mark === undefined ? {} : { metadata: { event_type: MARK_TYPE, event_payload: { id: mark } } }),
      };
      const result = await call('chat.postMessage', ({ notifying }) =>
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's method, not a window's
        notifying.chat.postMessage({ channel, ...content, ...threaded, ...quietly }),
      );
      return { channel: result.channel ?? channel, ts: result.ts ?? '' };
    },
    /** Shows previews under the links of a message, by their URLs as Slack gave them. */
    unfurl: (channel: string, ts: string, unfurls: Record<string, { blocks: KnownBlock[] }>) =>
      tryAgain(() => call('chat.unfurl', ({ notifying }) => notifying.chat.unfurl({ channel, ts, unfurls }))),
    whisper: (channel: string, user: string, content: MessageContent, thread: string | null) =>
      call('chat.postEphemeral', ({ notifying }) =>
        notifying.chat.postEphemeral({
          channel,
          user,
          ...content,
          ...(thread === null ? {} : { thread_ts: thread }),
        }),
      ),
    update: (channel: string, ts: string, content: MessageContent) => tryAgain(() => change(channel, ts, content)),
    /** The same, tried once: whoever calls keeps to Slack's limits and has to hear of them. */
    updateOnce: change,

    /** Says something through a response_url, to its one reader. */
    respond: (url: string, content: MessageContent, replaceOriginal: boolean) =>
      counted('response_url', async () => {
        const body = { ...content, response_type: 'ephemeral', replace_original: replaceOriginal };
        const response = await parts.fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(NOTIFYING_TIMEOUT),
        });
        if (response.ok) return;
        const wait = Number(response.headers.get('retry-after') ?? 1);
        if (response.status === 429) throw new SlackCallError('response_url', 'ratelimited', wait || 1);
        throw new SlackCallError('response_url', response.status >= 500 ? 'http' : 'used_up');
      }),
  };
}

function pageOf(result: { messages?: unknown[]; response_metadata?: { next_cursor?: string } }) {
  const next = result.response_metadata?.next_cursor;
  return { messages: result.messages ?? [], next: next || undefined };
}

/** Links in a customer's data must not be fetched and shown by Slack. */
const quietly = { unfurl_links: false, unfurl_media: false } as const;
