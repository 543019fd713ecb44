import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import { type UsersInfoResponse, WebClient } from '@slack/web-api';
import type { SlackConfig } from '../../core/config.js';
import type { Log } from '../../core/log.js';
import type { Metrics } from '../../core/metrics.js';
import { noteCall } from '../../core/outward.js';
import { asCallError, SlackCallError } from './call-error.js';
import { createSlackFetch } from './keep-alive-fetch.js';
import { libraryLog } from './library-log.js';
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
}

/** A stretch of a conversation: `oldest` is a message's time stamp, `cursor` where the page before ended. */
interface Range {
  oldest?: string;
  cursor?: string;
  limit: number;
}

/** The type of the metadata by which a message of ours is known again. */
export const MARK_TYPE = 'partnerdesk_message';

/** Something is waiting (a trigger id lives three seconds): one try, short. In ms. */
const INTERACTIVE_TIMEOUT = 2_000;
/** Nobody waits; whoever calls repeats by its own rules. In ms. */
const NOTIFYING_TIMEOUT = 8_000;

/** Where response URLs may lead, by cloud (docs.slack.dev/interactivity/handling-user-interaction, …/govslack). */
const RESPONSE_HOSTS = { commercial: 'https://hooks.slack.com', gov: 'https://hooks.slack-gov.com' } as const;

export type SlackCalls = ReturnType<typeof createSlackCalls>;

/**
 * Every call that the desk makes to Slack. All of them reject with SlackCallError and with nothing else. Two clients,
 * because a rate limit pauses all calls of a client: a notification that has to wait must not hold up a form.
 */
export function createSlackCalls({ config, log, metrics }: { config: SlackConfig; log: Log; metrics: Metrics }) {
  const origins = [new URL(config.apiUrl).origin, RESPONSE_HOSTS[config.cloud]];
  const { fetch, isAllowed, close } = createSlackFetch(origins, config.proxy);
  const options = {
    slackApiUrl: config.apiUrl,
    fetch,
    logger: libraryLog(log),
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    retryConfig: { retries: 0 },
  };
  const interactive = new WebClient(config.botToken, { ...options, timeout: INTERACTIVE_TIMEOUT });
  const notifying = new WebClient(config.botToken, { ...options, timeout: NOTIFYING_TIMEOUT });

  /** Counts a call and gives its failure our own shape. */
  async function call<T>(operation: string, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      noteCall(metrics, { service: 'slack', operation, outcome: 'ok' });
      return result;
    } catch (error) {
      const failure = asCallError(operation, error);
      const outcome = ['ratelimited', 'http', 'unreachable'].includes(failure.code) ? failure.code : 'refused';
      noteCall(metrics, { service: 'slack', operation, outcome });
      throw failure;
    }
  }

  async function identify(): Promise<Identity> {
    const test = await call('auth.test', () => interactive.auth.test());
    if (!test.team_id || !test.user_id || !test.bot_id) throw new SlackCallError('auth.test', 'not_a_bot_token');
    const bot = test.bot_id;
    const app = await call('bots.info', () => interactive.bots.info({ bot })).catch(() => undefined);
    return {
      team: test.team_id,
      ...(test.enterprise_id ? { enterprise: test.enterprise_id } : {}),
      botUser: test.user_id,
      bot,
      ...(app?.bot?.app_id ? { app: app.bot.app_id } : {}),
    };
  }

  const change = (channel: string, ts: string, content: MessageContent) =>
    call('chat.update', () => notifying.chat.update({ channel, ts, ...content }));

  return {
    /** The fetch that Bolt shall use for its own clients. */
    fetch,
    identify,
    /** Whether a response_url leads to Slack. */
    isAllowed,
    close,
    userInfo: (user: string): Promise<UsersInfoResponse> =>
      call('users.info', () => interactive.users.info({ user, include_locale: true })),

    /** Opens a modal and gives its id. */
    async openView(trigger: string, view: ModalView): Promise<string> {
      const result = await call('views.open', () => interactive.views.open({ trigger_id: trigger, view }));
      if (!result.view?.id) throw new SlackCallError('views.open', 'no_view');
      return result.view.id;
    },
    publishHome: (user: string, view: HomeView) =>
      tryAgain(() => call('views.publish', () => notifying.views.publish({ user_id: user, view }))),
    /** What Slack says of a channel, unread. */
    channelInfo: async (channel: string): Promise<unknown> =>
      (await call('conversations.info', () => notifying.conversations.info({ channel }))).channel,
    updateView: (id: string, view: ModalView) =>
      tryAgain(() => call('views.update', () => notifying.views.update({ view_id: id, view }))),

    /**
     * Messages of a conversation, unread, latest first; those in threads are left out. `next`: the cursor of the next page.
     */
    history: (channel: string, range: Range) =>
      call('conversations.history', async () =>
        pageOf(await notifying.conversations.history({ channel, ...range, include_all_metadata: true })),
      ),
    /** A message and what was said under it, oldest first. */
    replies: (channel: string, ts: string, range: Range) =>
      call('conversations.replies', async () =>
        pageOf(await notifying.conversations.replies({ channel, ts, ...range, include_all_metadata: true })),
      ),
    /** Gives the 1:1 conversation with a user. */
    async openDirect(user: string): Promise<string> {
      const result = await call('conversations.open', () => notifying.conversations.open({ users: user }));
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
      const result = await call('chat.postMessage', () =>
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's method, not a window's
        notifying.chat.postMessage({ channel, ...content, ...threaded, ...quietly }),
      );
      return { channel: result.channel ?? channel, ts: result.ts ?? '' };
    },
    whisper: (channel: string, user: string, content: MessageContent, thread: string | null) =>
      call('chat.postEphemeral', () =>
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
      call('response_url', async () => {
        const body = { ...content, response_type: 'ephemeral', replace_original: replaceOriginal };
        const response = await fetch(url, {
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
