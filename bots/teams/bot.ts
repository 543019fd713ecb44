import type { IncomingMessage, ServerResponse } from 'node:http';
import { inChosenLanguage } from '../../cards/languages.js';
import type { Answer } from '../../core/answer.js';
import type { Cloud, TeamsConfig } from '../../core/config.js';
import type { Delivery } from '../../core/delivery.js';
import { describeError, type Log } from '../../core/log.js';
import type { Languages } from '../../core/roles/languages.js';
import type { Metrics } from '../../core/metrics.js';
import { createAgents } from '../../core/partner/agents.js';
import { createTokenSource } from '../../core/partner/tokens.js';
import type { Reception } from '../../core/reception.js';
import type { Typeahead } from '../../core/typeahead.js';
import { activitySchema, type TeamsActivity } from './activity.js';
import { TeamsAdapter } from './adapter.js';
import { TeamsAuthentication } from './authentication.js';
import { BoundedMap } from './bounded-map.js';
import { endpointsOf } from './clouds.js';
import { createConnector } from './connector.js';
import { guideConnector } from './connector-http.js';
import { createCopies } from './copies.js';
import { TeamsCredentials } from './credentials.js';
import { createDialogs } from './dialogs.js';
import { createExtension } from './extension.js';
import { createGates } from './gates.js';
import { createDoor } from './identity.js';
import { type Heard, hear, localeOf, placeOf, turnOf } from './inbound.js';
import { isDialog, isSearch } from './invokes.js';
import { createOutbound, type HttpAnswer } from './outbound.js';
import { createPersonalChats } from './personal-chats.js';
import { createDelivery } from './proactive.js';
import { type Reference, referenceOf } from './reply-to.js';
import { createRosters } from './rosters.js';
import { createShim, Refused } from './shim.js';
import { createTokenCheck } from './token-check.js';
import { createTurns } from './turns.js';

export interface TeamsBot {
  /** Serves `POST /api/messages`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  delivery: Delivery;
  start(): Promise<void>;
  /** Resolves when everything under way was said. */
  stop(): Promise<void>;
}

const OUTSIDE: Answer = { type: 'refused', reason: 'standing', needed: [], have: [] };
const UNRECOGNISED: Answer = { type: 'failed', failure: { source: 'desk', kind: 'unavailable' } };
const GONE: Answer = { type: 'stale', reason: 'gone' };
/** Strangers are told once in this time that the desk is not for them. */
const REFUSAL_EVERY_MS = 60_000;

/**
 * The desk in Microsoft Teams.
 *
 * @param partnerTenantId conversations of any other tenant count as external
 * @param now ms since the epoch
 * @param inlineMs an answer that takes longer is shown as "working" first; default 1,500
 * @param refreshMs a card that refreshes itself stays as it is when its answer takes longer; default 8,000, since Teams
 *   waits for 10 seconds
 * @param dialogMs an answer to a dialog that takes longer is said in the private chat; default 4,000, since Teams waits for 5
 *   seconds
 */
export function createTeamsBot(parts: {
  config: TeamsConfig;
  cloud: Cloud;
  partnerTenantId: string;
  reception: Reception;
  /** Which languages people chose; absent: nobody can. */
  languages?: Pick<Languages, 'of'>;
  /** What is suggested while somebody types; absent: nothing. */
  typeahead?: Typeahead;
  /** Of whoever's client does not say: an installation has no locale. BCP 47; default English. */
  defaultLocale?: string;
  log: Log;
  metrics: Metrics;
  now?: () => number;
  inlineMs?: number;
  refreshMs?: number;
  dialogMs?: number;
}): TeamsBot {
  const { config, cloud, partnerTenantId, reception, log, metrics } = parts;
  const now = parts.now ?? Date.now;
  const endpoints = endpointsOf(config);
  const agents = createAgents(config.proxy);
  const tokens = createTokenSource({
    from: { tokenUrl: endpoints.tokenUrl },
    clientId: config.appId,
    credential: config.credential,
    scope: endpoints.scope,
    proxy: config.proxy,
    log,
    metrics,
  });
  const credentials = new TeamsCredentials(config, tokens, endpoints.isAllowed);
  const tokenCheck = createTokenCheck({
    metadataUrl: endpoints.settings.ToBotFromChannelOpenIdMetadataUrl,
    issuer: endpoints.audience,
    appId: config.appId,
    isAllowed: endpoints.isAllowed,
    agents,
  });
  const checked = config.auth === 'jwt' ? tokenCheck : undefined;
  const authentication = new TeamsAuthentication(endpoints, credentials, checked, now, (client) =>
    guideConnector(client, agents, endpoints.isAllowed),
  );
  const adapter = new TeamsAdapter(authentication);
  const calling = { authentication, endpoints, tokens, appId: config.appId, metrics };
  const connector = createConnector(calling);
  const once = createConnector({ ...calling, once: true });
  const rosters = createRosters({ connector: once, tenantId: partnerTenantId, now });
  const outbound = createOutbound(cloud);
  const gates = createGates();
  const underWay = new Set<Promise<unknown>>();
  const meet = createDoor({ tenantIds: config.tenantIds, connector, log, now });
  const refused = new BoundedMap<true>(1000, REFUSAL_EVERY_MS, now);

  function background(work: Promise<unknown>): void {
    const kept = work
      .catch((error: unknown) => log.error({ err: describeError(error) }, 'an answer could not be said in Teams'))
      .finally(() => underWay.delete(kept));
    underWay.add(kept);
  }
  const patience = { inlineMs: parts.inlineMs ?? 1_500, refreshMs: parts.refreshMs ?? 8_000 };
  const turns = createTurns({ reception, connector, outbound, gates, background, log, ...patience });
  const dialog = createDialogs({ reception, outbound, dialogMs: parts.dialogMs ?? 4_000 });
  const extension = createExtension({ typeahead: parts.typeahead, outbound, rosters, metrics });
  const copies = createCopies({
    connector: once,
    outbound,
    gates,
    log,
    rosters,
    chatWith: createPersonalChats(once, now),
  });

  /** Somebody from outside: told politely, without a look at what they asked. */
  function refuse(activity: TeamsActivity, reference: Reference, reason: string): HttpAnswer {
    metrics.refusedRequests.inc({ platform: 'teams', reason });
    const reading = { locale: localeOf(activity) };
    const said = reason === 'roster' ? UNRECOGNISED : OUTSIDE;
    // Who cannot be told for the desk is not in the conversation: that is where the message extension is most often tried.
    if (reason === 'roster' && isSearch(activity)) return outbound.resultsLine('unreadable', reading);
    // Searches, message extensions, dialogs: each wants an answer of its own form, and none is owed to them.
    if (activity.type === 'invoke' && activity.name !== 'adaptiveCard/action') return { status: 403 };
    if (activity.type === 'invoke' && reason === 'roster') return outbound.invokeUnavailable(reading);
    if (activity.type === 'invoke') return outbound.invokeCard(OUTSIDE, reading);
    const key = `${reference.conversation} ${activity.from.id}`;
    if (activity.type === 'message' && !refused.get(key)) {
      refused.set(key, true);
      background(connector.send(reference, outbound.message(said, reading)));
    }
    return { status: 200 };
  }

  /** Answers an activity that is known to come from Teams. */
  async function attend(arrived: TeamsActivity, body: string): Promise<HttpAnswer> {
    if (!endpoints.isAllowed(arrived.serviceUrl)) throw new Refused(403, 'serviceUrl');
    const place = placeOf(arrived, partnerTenantId);
    // Members came or went, perhaps the app itself; what that means for a watch, its next message finds out.
    if (arrived.type === 'conversationUpdate' && place.tenant === partnerTenantId.toLowerCase()) rosters.forget();
    const reference = referenceOf(place);
    if (!reference) return { status: 200 };
    const visitor = await meet(arrived, reference);
    if (visitor.door === 'ignored') {
      metrics.refusedRequests.inc({ platform: 'teams', reason: 'bot' });
      return { status: 200 };
    }
    if (visitor.door !== 'open') return refuse(arrived, reference, visitor.reason);

    // A store that is down is found out when the turn is to be written.
    const chosen = await parts.languages?.of(visitor.user).catch(() => undefined);
    const chat = arrived.locale ?? parts.defaultLocale;
    const locale = chosen === undefined ? chat : inChosenLanguage(chosen, chat ?? chosen);
    const activity = { ...arrived, ...(locale === undefined ? {} : { locale }) };
    const heard = hear(activity);
    if (heard.kind === 'nothing') return { status: 200 };
    if (heard.kind === 'unsupported') return { status: 501 };
    if (heard.kind === 'broken') return unreadable(activity, reference, heard);
    if (heard.kind === 'typing' || heard.kind === 'query' || heard.kind === 'choice') {
      // A turn of a guest is refused by the core, which writes it down; what is typed letter by letter is no turn.
      if (visitor.user.standing !== 'member') return refuse(activity, reference, 'standing');
      return extension.answer({ user: visitor.user, place, reference, reading: { locale: localeOf(activity) } }, heard);
    }
    const turn = turnOf(activity, visitor.user, place, heard.act, body);
    const asked = { turn, reference, mri: activity.from.id };
    if (heard.kind === 'dialog') return dialog(asked);
    // A room into which the desk was brought can be written to from then on; it is not announced there.
    if (heard.kind === 'greeting') return place.kind === 'personal' ? turns.message(asked) : turns.silent(asked);
    const card = activity.replyToId;
    const pressed = heard.act.type === 'action' && card !== undefined ? { ...asked, card, copy: heard.copy } : asked;
    return heard.kind === 'invoke' ? turns.invoke(pressed) : turns.message(pressed);
  }

  /** Data that no card of ours sends: the same as a card that is gone. */
  function unreadable(activity: TeamsActivity, reference: Reference, heard: Heard & { kind: 'broken' }): HttpAnswer {
    metrics.refusedRequests.inc({ platform: 'teams', reason: 'data' });
    const reading = { locale: localeOf(activity) };
    if (heard.shown === 'card') return outbound.invokeCard(GONE, reading);
    if (heard.shown === 'dialog') return outbound.dialog(GONE, reading);
    if (heard.shown === 'suggestions') return outbound.suggestions([]);
    if (heard.shown === 'results') return outbound.results([]);
    background(connector.send(reference, outbound.message(GONE, reading)));
    return { status: 200 };
  }

  /** The desk has a failure of its own: said in the form that the client waits for. */
  function unavailable(activity: TeamsActivity): HttpAnswer {
    const reading = { locale: localeOf(activity) };
    if (isSearch(activity)) return outbound.resultsLine('unavailable', reading);
    if (activity.name === 'application/search') return outbound.suggestions([]);
    return isDialog(activity) ? outbound.dialogLine('unavailable', reading) : outbound.invokeUnavailable(reading);
  }

  /** Proves an activity, then attends to it. An invoke that fails is told so in Teams' own way, never by a status. */
  async function answer(authorization: string, raw: Record<string, unknown>, body: string): Promise<HttpAnswer> {
    if (raw['channelId'] !== 'msteams' || typeof raw['serviceUrl'] !== 'string') throw new Refused(400, 'activity');
    return adapter.run(authorization, { type: 'unread', ...raw }, async () => {
      const parsed = activitySchema.safeParse(raw);
      if (!parsed.success) throw new Refused(400, 'activity');
      const activity = parsed.data;
      return attend(activity, body).catch((error: unknown) => {
        if (activity.type !== 'invoke' || error instanceof Refused) throw error;
        log.error({ err: describeError(error) }, 'an invoke of Teams could not be answered');
        return unavailable(activity);
      });
    });
  }

  return {
    handle: createShim({ answer, noProxy: config.auth === 'none', log, metrics }),
    delivery: { ...createDelivery({ connector, once, outbound, gates, log }), ...copies },
    async start() {
      // So that the first answer does not wait for it; a sign-in service that is down stops nobody from starting.
      if (config.auth === 'jwt')
        await tokens.get().catch(() => log.warn('the Teams bot has no token yet; it will ask again'));
    },
    async stop() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
      agents.close();
    },
  };
}
