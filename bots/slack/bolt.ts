import type { IncomingMessage } from 'node:http';
import { App, HTTPReceiver } from '@slack/bolt';
import type { z } from 'zod';
import type { SlackConfig } from '../../core/config.js';
import { handleAction } from './actions.js';
import { handleCommand } from './commands.js';
import { handleEvent } from './events.js';
import { handleHome } from './home.js';
import type { SlackFetch } from './keep-alive-fetch.js';
import { endpointsOf } from './clouds.js';
import { libraryLog } from './library-log.js';
import type { Exchange, Parts } from './parts.js';
import { EVENTS_PATH } from './path.js';
import {
  accessSchema,
  actionSchema,
  commandSchema,
  eventSchema,
  homeSchema,
  removalSchema,
  submissionSchema,
} from './payloads.js';
import { handleSubmission } from './views.js';

export interface BoltOptions {
  config: Pick<SlackConfig, 'signingSecret' | 'cloud' | 'apiUrl'>;
  fetch: SlackFetch;
  /** What the door knows of a request. */
  exchangeOf: (request: IncomingMessage) => Exchange;
}

/**
 * Bolt as a request listener: it parses, tells the kinds of requests apart and writes the answer. Everything is answered after
 * the handler is done (`processBeforeResponse`): only then is the turn committed. A handler that throws is answered 503.
 */
export function createBolt(parts: Parts, { config, fetch, exchangeOf }: BoltOptions): HTTPReceiver {
  const logger = libraryLog(parts.log);
  const receiver = new HTTPReceiver({
    signingSecret: config.signingSecret,
    endpoints: [EVENTS_PATH],
    bodyLimit: 256 * 1024,
    processBeforeResponse: true,
    logger,
    customPropertiesExtractor: (request) => ({ exchange: exchangeOf(request) }),
    unhandledRequestHandler({ response }) {
      if (!response.headersSent) response.writeHead(404).end();
    },
    async processEventErrorHandler({ error, response }) {
      parts.log.error({ err: error }, 'a Slack request was not accepted');
      if (!response.headersSent) response.writeHead(503).end();
      return true;
    },
  });
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    // Our own messages are told apart in events.ts, where the bot's ids are known.
    ignoreSelf: false,
    // Whose workspace it is and who may do what is decided by the handlers. Bolt is given no token, and calls nobody.
    authorize: async () => ({}),
    clientOptions: {
      slackApiUrl: endpointsOf(config).api,
      fetch,
      timeout: 2_000,
      retryConfig: { retries: 0 },
    },
  });
  // Rethrown, so that the receiver answers 503 instead of Bolt's 200.
  app.error(async (error) => {
    throw error;
  });

  // What nobody takes (shortcuts, typeaheads, closed modals: the app asks for none of them) is acknowledged without effect, and
  // without a look at who sent it: nobody is told anything.
  app.use(async (args) => {
    await args.next();
    const exchange = exchangeIn(args.context);
    if (exchange.taken || !('ack' in args)) return;
    if (unused.includes(args.body.type))
      parts.metrics.refusedRequests.inc({ platform: 'slack', reason: 'unsupported' });
    await args.ack?.();
  });
  app.command(/.*/u, async ({ body, context, ack }) =>
    ack(await handleCommand(parts, take(context), read(commandSchema, body))),
  );
  app.action(/.*/u, async ({ body, context, ack }) => {
    await handleAction(parts, take(context), read(actionSchema, body));
    await ack();
  });
  app.view(/.*/u, async ({ body, context, ack }) => {
    const answer = await handleSubmission(parts, take(context), read(submissionSchema, body));
    await (answer ? ack(answer) : ack());
  });
  app.event('message', async ({ body, context }) => handleEvent(parts, take(context), read(eventSchema, body)));
  app.event('app_mention', async ({ body, context }) => handleEvent(parts, take(context), read(eventSchema, body)));
  app.event('app_home_opened', async ({ body, context }) => handleHome(parts, take(context), read(homeSchema, body)));
  app.event('user_change', async ({ event }) => parts.workspaces.forgetUser(event.user.id));
  app.event('app_uninstalled', async ({ body }) => parts.workspaces.removed(read(removalSchema, body)));
  app.event('tokens_revoked', async ({ body }) => parts.workspaces.removed(read(removalSchema, body)));
  for (const type of ['team_access_granted', 'team_access_revoked'])
    app.event(type, async ({ body }) => parts.workspaces.accessChanged(read(accessSchema, body)));
  return receiver;
}

/** Ways to ask the desk for something that it does not offer. */
const unused: readonly unknown[] = [
  'shortcut',
  'message_action',
  'block_suggestion',
  'dialog_suggestion',
  'dialog_submission',
];

/** The exchange that `customPropertiesExtractor` put into Bolt's context. */
const exchangeIn = (context: Record<string, unknown>): Exchange => context['exchange'] as Exchange;

/** The exchange, for the listener that will acknowledge it. */
function take(context: Record<string, unknown>): Exchange {
  const exchange = exchangeIn(context);
  exchange.taken = true;
  return exchange;
}

/** A payload in the shape that we know. What went wrong is not quoted: payloads are personal. */
function read<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const result = schema.safeParse(body);
  if (!result.success) throw new Error(`an unknown payload: ${result.error.issues[0]?.path.join('.') ?? ''}`);
  return result.data;
}
