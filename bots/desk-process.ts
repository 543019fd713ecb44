import type { Server } from 'node:http';
import { languages } from '../cards/languages.js';
import type { Config } from '../core/config.js';
import { createCore } from '../core/core.js';
import type { Delivery } from '../core/delivery.js';
import { createInstanceProof } from '../core/doctor/instance.js';
import type { Log } from '../core/log.js';
import { createMetrics } from '../core/metrics.js';
import { WEBHOOK_PATH } from '../core/watch/webhooks.js';
import { platformChecks } from './doctor/checks.js';
import { healthRoutes } from './health.js';
import { createLinkRoutes } from './link/routes.js';
import { close, createDeskServer, type Handler, listen } from './server.js';
import { createWebhookRoute } from './webhook/route.js';

/** A bot as the process runs it. */
export interface Bot {
  handle: Handler;
  delivery: Delivery;
  /** Answers to other requests, by `METHOD /path`. */
  pages?: Record<string, Handler>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface DeskProcess {
  port: number;
  platforms: string[];
  stop(): Promise<void>;
}

/** Runs the whole desk: config → store → core → bots → server. Resolves once it listens. */
export async function runDesk(config: Config, log: Log): Promise<DeskProcess> {
  const metrics = createMetrics();
  const core = await createCore(config, log, metrics, Date.now, languages);
  const shared = {
    cloud: config.partner.cloud,
    reception: core.reception,
    languages: core.languages,
    typeahead: core.typeahead,
    log,
    metrics,
  };
  const bots: { route: string; bot: Bot }[] = [];
  // Loaded only where it is on: each SDK costs some 200 ms and 40 MB.
  const [slack, teams] = await Promise.all([
    config.slack ? import('./slack/bot.js') : undefined,
    config.teams ? import('./teams/bot.js') : undefined,
  ]);
  if (config.slack && slack)
    bots.push({
      route: 'POST /slack/events',
      bot: slack.createSlackBot({
        config: config.slack,
        installs: {
          installations: core.installations,
          installStates: core.installStates,
          publicUrl: config.publicUrl,
          emails: config.policy.links.byEmail,
          listed: config.policy.workspaces,
          doubt: (workspaces) => core.doubt('slack', workspaces),
        },
        previews: core.previews,
        ...shared,
      }),
    });
  if (config.teams && teams) {
    const bot = teams.createTeamsBot({
      config: config.teams,
      partnerTenantId: config.partner.tenantId,
      defaultLocale: config.policy.languages.default,
      ...shared,
    });
    bots.push({ route: 'POST /api/messages', bot });
  }
  const platforms = bots.map(({ bot }) => bot.delivery.platform);
  const server = createDeskServer(
    {
      exact: {
        ...healthRoutes({ core, metrics, platforms, proof: createInstanceProof(config.encryptionKeys), log }),
        [`POST ${WEBHOOK_PATH}`]: createWebhookRoute({ webhooks: core.webhooks, log, metrics }),
        ...Object.fromEntries(
          bots.flatMap(({ route, bot }) => [[route, bot.handle], ...Object.entries(bot.pages ?? {})]),
        ),
      },
      pages: createLinkRoutes({
        linking: core.linking,
        publicUrl: config.publicUrl,
        loginUrl: config.partner.urls.login,
        log,
        metrics,
      }),
    },
    log,
  );
  await Promise.all(bots.map(({ bot }) => bot.start()));
  await core.start(
    bots.map(({ bot }) => bot.delivery),
    platformChecks,
  );
  const port = await listen(server, config.host, config.port);
  return { port, platforms, stop: () => stop(server, bots, core) };
}

/** In the order in which work flows: no new requests, what is under way is finished, then the store is closed. */
async function stop(server: Server, bots: { bot: Bot }[], core: { stop(): Promise<void> }): Promise<void> {
  await close(server);
  await Promise.all(bots.map(({ bot }) => bot.stop()));
  await core.stop();
}
