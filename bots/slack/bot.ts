import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud, SlackConfig } from '../../core/config.js';
import type { Delivery } from '../../core/delivery.js';
import type { Log } from '../../core/log.js';
import type { Metrics } from '../../core/metrics.js';
import type { Reception } from '../../core/reception.js';
import { createBolt } from './bolt.js';
import { createSlackCalls, type Identity } from './calls.js';
import { createConfirmedEmail } from './confirmed-email.js';
import { createCopies } from './copies.js';
import { createDelivery } from './delivery.js';
import { admit } from './door.js';
import type { Exchange, Parts } from './parts.js';
import { EVENTS_PATH } from './path.js';
import { createHomeModals } from './home-modals.js';
import { createPeople } from './people.js';
import { createRooms } from './rooms.js';
import { createSeek } from './seek.js';
import { createWorkingNotes } from './working-notes.js';

export interface SlackBotOptions {
  config: SlackConfig;
  /** The cloud of Partner Center: decides some labels. */
  cloud: Cloud;
  reception: Pick<Reception, 'accept'>;
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
  /** Asks Slack whose token we hold. Resolves after the first try; goes on trying in the background until it knows. */
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
  const calls = createSlackCalls({ config, log, metrics });
  const notes = createWorkingNotes({ patience, log });
  const homeModals = createHomeModals();
  const underWay = new Set<Promise<unknown>>();
  const exchanges = new WeakMap<IncomingMessage, Exchange>();
  let identity: Identity | undefined;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;

  const parts: Parts = {
    reception,
    calls,
    people: createPeople({ calls, now }),
    notes,
    homeModals,
    cloud,
    patience,
    log,
    metrics,
    detach(work) {
      const logged = work
        .catch((error: unknown) => log.error({ err: error }, 'a Slack answer was not given'))
        .finally(() => underWay.delete(logged));
      underWay.add(logged);
    },
  };
  const bolt = createBolt(parts, {
    config,
    exchangeOf(request) {
      const exchange = exchanges.get(request);
      if (!exchange) throw new Error('a request came past the door');
      return exchange;
    },
  });

  async function identify(attempt: number): Promise<void> {
    try {
      identity = await calls.identify();
      log.info({ team: identity.team }, 'Slack knows us');
    } catch (error) {
      log.error({ err: error, attempt }, 'Slack does not say whose token this is: its requests are answered 503');
      if (stopped) return;
      retry = setTimeout(() => parts.detach(identify(attempt + 1)), (options.retryAfter ?? slower)(attempt));
      retry.unref();
    }
  }

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
      // Nobody is let in before it is known which workspace we serve: Slack repeats events.
      if (!identity) return refuse(request, response, 503, 'notReady');
      const answered = new Promise<void>((resolve) => response.once('close', resolve));
      exchanges.set(request, { signature: admitted.signature, arrived, identity, taken: false, answered });
      response.once('finish', () => {
        metrics.ack.observe({ platform: 'slack' }, (performance.now() - arrived) / 1_000);
        if (response.statusCode === 400) metrics.refusedRequests.inc({ platform: 'slack', reason: 'malformed' });
      });
      bolt.requestListener(Object.assign(request, { rawBody: admitted.body }), response);
      await answered;
    },
    delivery: {
      ...createDelivery({ calls, notes, homeModals, cloud, log }),
      ...createCopies({ calls, rooms: createRooms({ calls, now }), cloud }),
      ...createSeek({ calls, bot: () => identity?.bot }),
      ...createConfirmedEmail({ calls, identity: () => identity }),
    },
    start: () => identify(0),
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await Promise.allSettled(underWay);
      notes.clear();
      calls.close();
    },
  };
}
