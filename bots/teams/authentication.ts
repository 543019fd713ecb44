import { type Activity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  ClaimsIdentity,
  type ConnectorClient,
  ConnectorFactory,
  type UserTokenClient,
} from 'botframework-connector';
import type { TeamsConnectorClient } from 'botframework-connector';
import { BoundedMap } from './bounded-map.js';
import type { TeamsEndpoints } from './clouds.js';
import type { TeamsCredentials } from './credentials.js';
import type { TokenCheck } from './token-check.js';

type ServiceClient = ConnectorClient | TeamsConnectorClient;

/** Teams has a few connector addresses per region; more than this in one bot is somebody playing. */
const CONNECTORS_KEPT = 50;
type Guide = (client: ConnectorClient) => void;

const CONNECTOR_LIFETIME_MS = 60 * 60_000;

/**
 * botbuilder's authentication with our own check of inbound tokens, and with one connector per address instead of one per
 * turn, a third of the cost of a turn.
 */
export class TeamsAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #endpoints: TeamsEndpoints;
  readonly #tokens: TokenCheck | undefined;
  readonly #connectors: BoundedMap<ConnectorClient>;
  readonly #onceConnectors: BoundedMap<ConnectorClient>;
  readonly #guide: Guide;
  #userTokens: Promise<UserTokenClient> | undefined;

  /**
   * @param tokens absent: TEAMS_AUTH=none, every request is taken for Teams'
   * @param guide decides which way the requests of a new connector leave
   */
  constructor(
    endpoints: TeamsEndpoints,
    credentials: TeamsCredentials,
    tokens: TokenCheck | undefined,
    now: () => number,
    guide: Guide,
  ) {
    super(endpoints.settings, credentials);
    this.#guide = guide;
    this.#endpoints = endpoints;
    this.#tokens = tokens;
    this.#connectors = new BoundedMap(CONNECTORS_KEPT, CONNECTOR_LIFETIME_MS, now);
    this.#onceConnectors = new BoundedMap(CONNECTORS_KEPT, CONNECTOR_LIFETIME_MS, now);
  }

  /** @throws NotAuthentic */
  override async authenticateRequest(activity: Activity, authorization: string): Promise<AuthenticateRequestResult> {
    const claims = this.#tokens ? await this.#tokens.check(authorization, activity) : {};
    const pairs = Object.entries(claims).map(([type, value]) => ({ type, value: String(value) }));
    const claimsIdentity = new ClaimsIdentity(pairs, true);
    return {
      audience: this.#endpoints.audience,
      callerId: this.#endpoints.settings.CallerId,
      claimsIdentity,
      connectorFactory: this.createConnectorFactory(claimsIdentity),
    };
  }

  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    return new CachingFactory(this.#connectors, this.#guide, () => super.createConnectorFactory(identity));
  }

  /** For what nobody waits for: its clients try every call once. */
  createTryOnceFactory(identity: ClaimsIdentity): ConnectorFactory {
    return new CachingFactory(
      this.#onceConnectors,
      this.#guide,
      () => new TryOnceFactory(super.createConnectorFactory(identity)),
    );
  }

  /** Asked for at every turn and used by none: the desk has no OAuth prompts. */
  override createUserTokenClient(identity: ClaimsIdentity): Promise<UserTokenClient> {
    this.#userTokens ??= super.createUserTokenClient(identity);
    return this.#userTokens;
  }
}

/**
 * botbuilder's client repeats a throttled call or one that failed with 5xx by itself, up to three times, and takes no setting
 * for it (botbuilder-stdlib, `ServiceClientContext`). A message of the outbox must be tried once: the limit that it met has to
 * reach the core, which keeps the budgets, and one that was posted although its answer was lost must not be posted again.
 */
class TryOnceFactory extends ConnectorFactory {
  readonly #inner: ConnectorFactory;

  constructor(inner: ConnectorFactory) {
    super();
    this.#inner = inner;
  }

  override async create(serviceUrl: string, audience?: string): Promise<ConnectorClient> {
    return withoutRetries(await this.#inner.create(serviceUrl, audience));
  }
}

/** The client, which has no repetition any more. Its pipeline is private to botbuilder, whose last release this is. */
export function withoutRetries<T extends ServiceClient>(client: T): T {
  client['client'].pipeline.removePolicy({ phase: 'Retry' });
  return client;
}

class CachingFactory extends ConnectorFactory {
  readonly #kept: BoundedMap<ConnectorClient>;
  readonly #guide: Guide;
  readonly #inner: () => ConnectorFactory;

  constructor(kept: BoundedMap<ConnectorClient>, guide: Guide, inner: () => ConnectorFactory) {
    super();
    this.#guide = guide;
    this.#kept = kept;
    this.#inner = inner;
  }

  override async create(serviceUrl: string, audience?: string): Promise<ConnectorClient> {
    const key = `${audience ?? ''} ${serviceUrl}`;
    const found = this.#kept.get(key);
    if (found) return found;
    const client = await this.#inner().create(serviceUrl, audience);
    this.#guide(client);
    this.#kept.set(key, client);
    return client;
  }
}
