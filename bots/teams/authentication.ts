import { type Activity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  ClaimsIdentity,
  type ConnectorClient,
  ConnectorFactory,
  type UserTokenClient,
} from 'botframework-connector';
import { BoundedMap } from './bounded-map.js';
import type { TeamsEndpoints } from './clouds.js';
import type { TeamsCredentials } from './credentials.js';
import type { TokenCheck } from './token-check.js';

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

  /** Asked for at every turn and used by none: the desk has no OAuth prompts. */
  override createUserTokenClient(identity: ClaimsIdentity): Promise<UserTokenClient> {
    this.#userTokens ??= super.createUserTokenClient(identity);
    return this.#userTokens;
  }
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
