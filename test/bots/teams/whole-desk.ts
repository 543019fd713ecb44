import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { createTeamsBot } from '../../../bots/teams/bot.js';
import { parseConfig } from '../../../core/config.js';
import { type Core, createCore } from '../../../core/core.js';
import { createLog } from '../../canary/output.js';
import { createMetrics } from '../../canary/metrics.js';
import { type Character, characters, PARTNER_TENANT } from '../../../sandbox/stand-in.js';
import { createTeamsStandIn, type TeamsStandIn } from '../../../sandbox/teams/stand-in.js';
import type { Conversation } from '../../../sandbox/teams/world.js';
import { createWorld, listenOnLoopback, noLimits, type World } from '../../wire/world.js';
import { ada, conversationOf, grace, guest, said, sofia } from './harness.js';
import { dataOf, opensDialog, verbsOf } from './recipients.js';
import { makeSecret } from '../../../sandbox/secrets.js';

/** The whole desk with its Teams bot alone, against the stand-ins, all of it over HTTP on loopback. */
export interface WholeDesk {
  world: World;
  core: Core;
  teams: TeamsStandIn;
  channel: Conversation;
  /** The last card of the bot that somebody sees in a conversation. */
  card(who: Character, where?: Conversation): unknown;
  /** Presses the button with that verb in their open dialog, or on the last card that offers it, and fills the inputs. */
  press(who: Character, where: Conversation, verb: string, values?: Record<string, string>): Promise<void>;
  /** Runs until the condition holds. */
  until(condition: () => boolean | Promise<boolean>, what: string): Promise<void>;
  /** Sofia asks to give a permission. Resolves when the channel has the request. Gives the change's id. */
  ask(): Promise<string>;
  decisions(): Promise<{ person: string; verdict: string }[]>;
  state(change: string): Promise<string | undefined>;
  close(): Promise<void>;
}

export async function openWholeDesk(): Promise<WholeDesk> {
  const world = await createWorld();
  let serve: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  const botServer = createServer((request, response) => void serve?.(request, response));
  const botUrl = await listenOnLoopback(botServer);
  const account = { appId: randomUUID(), appPassword: makeSecret(), tenantId: PARTNER_TENANT };
  const teams = createTeamsStandIn({
    baseUrl: world.baseUrl,
    botUrl,
    ...account,
    characters: [...characters, guest],
    limits: false,
  });
  world.add(teams);
  const channel = conversationOf(teams, 'channel');
  const policyFile = join(world.dataDir, 'policy.yaml');
  await writeFile(
    policyFile,
    stringify({ limits: noLimits, approvals: { purchase: { places: [`teams:${channel.id}`] } } }),
  );
  const config = parseConfig({
    ...world.env,
    PARTNERDESK_CONFIG: policyFile,
    MicrosoftAppId: account.appId,
    MicrosoftAppPassword: account.appPassword,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: PARTNER_TENANT,
    TEAMS_OPENID_METADATA_URL: teams.settings.openIdMetadataUrl,
    TEAMS_LOGIN_URL: teams.settings.loginUrl,
  });
  if (!config.teams) throw new Error('Teams is off');
  const log = createLog('silent');
  const metrics = createMetrics();
  const core = await createCore(config, log, metrics);
  const shared = { cloud: config.partner.cloud, partnerTenantId: PARTNER_TENANT, log, metrics };
  // A busy machine is slower than Teams would wait.
  const patience = { dialogMs: 9_000 };
  const bot = createTeamsBot({
    config: config.teams,
    reception: core.reception,
    typeahead: core.typeahead,
    ...patience,
    ...shared,
  });
  serve = (request, response) => bot.handle(request, response);
  await core.start([bot.delivery]);

  const seen = (who: Character, where: Conversation) => said(teams, who, where.id);
  const desk: WholeDesk = {
    world,
    core,
    teams,
    channel,
    card: (who, where = channel) => seen(who, where).findLast(({ card }) => card !== undefined)?.card,
    async press(who, where, verb, values = {}) {
      const { dialog } = teams.scene(who);
      const inDialog = dataOf(dialog?.card, verb);
      if (inDialog)
        return teams.act(who, { type: 'submitDialog', conversation: where.id, data: { ...inDialog, ...values } });
      const all = () => teams.scene(who).conversations.find(({ id }) => id === where.id)?.messages ?? [];
      const offers = () => all().findLast(({ card }) => verbsOf(card).includes(verb));
      await desk.until(() => offers() !== undefined, `a button ${verb} for ${who.name}`);
      const message = offers();
      const data = { ...dataOf(message?.card, verb), ...values };
      if (opensDialog(data))
        return teams.act(who, { type: 'fetch', conversation: where.id, message: message?.id ?? '', data });
      await teams.act(who, { type: 'execute', conversation: where.id, message: message?.id ?? '', verb, data });
    },
    async until(condition, what) {
      const end = Date.now() + 10_000;
      while (!(await condition())) {
        if (Date.now() > end) throw new Error(`Never happened: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async ask() {
      const chat = teams.personalOf(sofia);
      const before = channel.messages.length;
      await teams.act(sofia, { type: 'say', conversation: chat.id, text: 'permission contoso.onmicrosoft.com' });
      await desk.press(sofia, chat, 'ask');
      await desk.press(sofia, chat, 'propose', { reason: 'A project until December.' });
      await desk.until(() => channel.messages.length > before, 'the request in the channel');
      const row = await core.store.db
        .selectFrom('changes')
        .select('id')
        .orderBy('createdAt', 'desc')
        .executeTakeFirst();
      return row?.id ?? '';
    },
    decisions: () => core.store.db.selectFrom('decisions').select(['person', 'verdict']).execute(),
    async state(change) {
      const row = await core.store.db.selectFrom('changes').select('state').where('id', '=', change).executeTakeFirst();
      return row?.state;
    },
    async close() {
      await teams.settled();
      await bot.stop();
      await core.stop();
      botServer.closeAllConnections();
      await new Promise((resolve) => botServer.close(resolve));
      await world.close();
    },
  };

  // Whoever is to be told has talked to the desk once, and so has somebody in the channel.
  for (const who of [sofia, ada, grace]) {
    const chat = teams.personalOf(who);
    await teams.act(who, { type: 'say', conversation: chat.id, text: 'help' });
    await desk.until(() => seen(who, chat).length > 0, `help for ${who.name}`);
  }
  await teams.act(sofia, { type: 'say', conversation: channel.id, text: '@partnerdesk help' });
  await desk.until(() => seen(sofia, channel).length > 0, 'the line in the channel');
  return desk;
}
