import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud, SlackConfig } from '../../core/config.js';
import type { Delivery } from '../../core/delivery.js';
import type { Log } from '../../core/log.js';
import type { Languages } from '../../core/roles/languages.js';
import type { Metrics } from '../../core/metrics.js';
import type { Previews } from '../../core/customers/previews.js';
import type { Reception } from '../../core/reception.js';
import type { Typeahead } from '../../core/typeahead.js';
import type { Handler } from '../server.js';
import { createBolt } from './bolt.js';
import { createSlackHttp } from './caller.js';
import { createSlackCalls } from './calls.js';
import { admit } from './door.js';
import { EVENTS_PATH } from './path.js';
import { createHomeModals } from './home-modals.js';
import { createManyWorkspaces, type ManyWorkspacesParts } from './installations/many-workspaces.js';
import { createOneWorkspace } from './one-workspace.js';
import type { Exchange, Parts } from './parts.js';
import { createWorkingNotes } from './working-notes.js';
import type { Workspaces } from './workspaces.js';

export interface SlackBotOptions {
  config: SlackConfig;
  /** The cloud of Partner Center: decides some labels. */
  cloud: Cloud;
  reception: Pick<Reception, 'accept'>;
  /** Which languages people chose; absent: nobody can. */
  languages?: Pick<Languages, 'of'>;
  /** What is suggested while somebody types; absent: nothing. */
  typeahead?: Typeahead;
  /** What links to Partner Center are about; absent: they have no preview. */
  previews?: Previews;
  /** Where installs through OAuth are kept and come back to. Without OAuth in the settings of no use. */
  installs?: Pick<ManyWorkspacesParts, 'installations' | 'installStates' | 'publicUrl' | 'emails' | 'listed' | 'doubt'>;
  log: Log;
  metrics: Metrics;
  /** ms since the epoch. */
  now?: () => number;
  /** How long to wait before Slack is asked again who we are, ms. */
  retryAfter?: (attempt: number) => number;
  /** How long somebody waits before they are told that the desk is at work, ms. */
  patience?: number;
}

export interface SlackBot {
  /** Answers `POST /slack/events`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  delivery: Delivery;
  /** Answers to other requests, by `METHOD /path`: installing through OAuth. */
  pages: Record<string, Handler>;
  /** With the token of one workspace: asks Slack whose it is. Resolves after the first try; goes on trying in the background. */
  start(): Promise<void>;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

/** Half of what Slack gives: the rest is for whoever is slow. In ms. */
const PATIENCE = 1_500;

/** Doubling from a second to a minute. */
const slower = (attempt: number) => Math.min(1_000 * 2 ** attempt, 60_000);

/** The desk in Slack: requests in, answers out. */
export function createSlackBot(options: SlackBotOptions): SlackBot {
  const { config, cloud, reception, log, metrics } = options;
  const now = options.now ?? Date.now;
  const patience = options.patience ?? PATIENCE;
  const { fetch, isAllowed, close } = createSlackHttp(config);
  const notes = createWorkingNotes({ patience, log });
  const homeModals = createHomeModals();
  const underWay = new Set<Promise<unknown>>();
  const exchanges = new WeakMap<IncomingMessage, Exchange>();
  const detach = (work: Promise<unknown>) => {
    const logged = work
      .catch((error: unknown) => log.error({ err: error }, 'work for Slack that nobody waited for failed'))
      .finally(() => underWay.delete(logged));
    underWay.add(logged);
  };
  const workspaces = workspacesOf({ ...options, notes, homeModals, fetch, detach, now });
  const parts: Parts = {
    reception,
    workspaces,
    typeahead: options.typeahead,
    previews: options.previews,
    isAllowed,
    notes,
    homeModals,
    cloud,
    patience,
    log,
    metrics,
    detach,
  };
  const bolt = createBolt(parts, {
    config,
    fetch,
    exchangeOf(request) {
      const exchange = exchanges.get(request);
      if (!exchange) throw new Error('a request came past the door');
      return exchange;
    },
  });

  function refuse(request: IncomingMessage, response: ServerResponse, status: number, reason: string): void {
    metrics.refusedRequests.inc({ platform: 'slack', reason });
    // What was not read to its end cannot be followed by another request.
    response.writeHead(status, request.complete ? {} : { connection: 'close' }).end();
  }

  return {
    async handle(request, response) {
      const arrived = performance.now();
      const path = (request.url ?? '').split('?', 1)[0];
      if (request.method !== 'POST' || path !== EVENTS_PATH) {
        response.writeHead(404).end();
        return;
      }
      const admitted = await admit(request, config.signingSecret, now()).catch(() => undefined);
      // The connection broke before the request was whole.
      if (!admitted) return void response.destroy();
      if ('reason' in admitted) return refuse(request, response, admitted.status, admitted.reason);
      if (!workspaces.ready()) return refuse(request, response, 503, 'notReady');
      const answered = new Promise<void>((resolve) => response.once('close', resolve));
      exchanges.set(request, { signature: admitted.signature, arrived, taken: false, answered });
      response.once('finish', () => {
        metrics.ack.observe({ platform: 'slack' }, (performance.now() - arrived) / 1_000);
        if (response.statusCode === 400) metrics.refusedRequests.inc({ platform: 'slack', reason: 'malformed' });
      });
      bolt.requestListener(Object.assign(request, { rawBody: admitted.body }), response);
      await answered;
    },
    delivery: workspaces.delivery,
    pages: workspaces.pages,
    start: () => workspaces.start(),
    async stop() {
      workspaces.stop();
      await Promise.allSettled(underWay);
      notes.clear();
      close();
    },
  };
}

/** One workspace by its token, or all that install the app. */
function workspacesOf(
  parts: SlackBotOptions & Pick<ManyWorkspacesParts, 'notes' | 'homeModals' | 'fetch' | 'detach' | 'now'>,
): Workspaces {
  const { config, fetch, log, metrics, installs } = parts;
  const { oauth, botToken } = config;
  if (oauth) {
    if (!installs) throw new Error('Slack through OAuth needs a place for its installations');
    return createManyWorkspaces({ ...parts, ...installs, config: { ...config, oauth }, owner: randomUUID() });
  }
  const calls = createSlackCalls({ config, fetch, tokens: { token: () => botToken }, log, metrics });
  return createOneWorkspace({ ...parts, calls, retryAfter: parts.retryAfter ?? slower });
}
