import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  AuthenticationError,
  type ClaimsIdentity,
  type ConnectorClient,
  ConnectorFactory,
  type UserTokenClient,
} from 'botframework-connector';
import type { Activity } from 'botbuilder';
import { BoundedMap } from './bounded-map.js';
import type { TeamsEndpoints } from './clouds.js';
import type { TeamsCredentials } from './credentials.js';

/** Teams has a few connector addresses per region; more than this in one bot is somebody playing. */
const CONNECTORS_KEPT = 50;
const CONNECTOR_LIFETIME_MS = 60 * 60_000;

/**
 * botbuilder's own checks of a delivery, with two changes. It admits tokens of the Teams channel alone: the way in for the
 * Emulator and for skills, which botbuilder leaves open to whoever holds the app's secret, is shut. And it makes one
 * connector per address instead of one per turn, a third of the cost of a turn.
 */
export class TeamsAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #issuer: string;
  readonly #disabled: boolean;
  readonly #connectors: BoundedMap<ConnectorClient>;
  #userTokens: Promise<UserTokenClient> | undefined;

  constructor(endpoints: TeamsEndpoints, credentials: TeamsCredentials, disabled: boolean, now: () => number) {
    super(endpoints.settings, credentials);
    this.#issuer = endpoints.audience;
    this.#disabled = disabled;
    this.#connectors = new BoundedMap(CONNECTORS_KEPT, CONNECTOR_LIFETIME_MS, now);
  }

  /** @throws AuthenticationError for every token that proves nothing; anything else is a failure of ours. */
  override async authenticateRequest(activity: Activity, authorization: string): Promise<AuthenticateRequestResult> {
    if (!this.#disabled && issuerOf(authorization) !== this.#issuer) throw unauthorized();
    const result = await super.authenticateRequest(activity, authorization).catch((error: unknown) => {
      // A bad signature or "alg: none" arrives as an error of jsonwebtoken, which botbuilder would answer with 500.
      throw isTokenError(error) ? unauthorized() : error;
    });
    return { ...result, connectorFactory: this.createConnectorFactory(result.claimsIdentity) };
  }

  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    return new CachingFactory(this.#connectors, () => super.createConnectorFactory(identity));
  }

  /** Asked for at every turn and used by none: the desk has no OAuth prompts. */
  override createUserTokenClient(identity: ClaimsIdentity): Promise<UserTokenClient> {
    this.#userTokens ??= super.createUserTokenClient(identity);
    return this.#userTokens;
  }
}

class CachingFactory extends ConnectorFactory {
  readonly #kept: BoundedMap<ConnectorClient>;
  readonly #inner: () => ConnectorFactory;

  constructor(kept: BoundedMap<ConnectorClient>, inner: () => ConnectorFactory) {
    super();
    this.#kept = kept;
    this.#inner = inner;
  }

  override async create(serviceUrl: string, audience?: string): Promise<ConnectorClient> {
    const key = `${audience ?? ''} ${serviceUrl}`;
    const found = this.#kept.get(key);
    if (found) return found;
    const client = await this.#inner().create(serviceUrl, audience);
    this.#kept.set(key, client);
    return client;
  }
}

const unauthorized = () => new AuthenticationError('Unauthorized', 401);

const isTokenError = (error: unknown): boolean =>
  error instanceof Error && ['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'].includes(error.name);

/** Who a bearer token says it is from. Proves nothing: the signature is checked afterwards. */
function issuerOf(authorization: string): unknown {
  const payload = /^Bearer [^.\s]+\.([^.\s]+)\.[^.\s]*$/.exec(authorization)?.[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && 'iss' in claims ? claims.iss : undefined;
  } catch {
    return undefined;
  }
}
