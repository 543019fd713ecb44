import { ServiceClientCredentialsFactory, type ServiceClientCredentials } from 'botframework-connector';
import type { TeamsConfig } from '../../core/config.js';
import type { TokenSource } from '../../core/partner/tokens.js';

type OutgoingRequest = Parameters<ServiceClientCredentials['signRequest']>[0];

/** Refuses to send the bot's token to an address that is no connector of its cloud. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
  constructor() {
    super('The address is no Bot Connector of this cloud');
  }
}

/**
 * Signs what the bot sends with tokens of our own source: unlike MSAL it accepts a loopback sign-in service, and it asks
 * for one token however many messages wait for it.
 */
export class TeamsCredentials extends ServiceClientCredentialsFactory {
  readonly #config: TeamsConfig;
  readonly #credentials: ServiceClientCredentials;

  /** @param isAllowed whether a request to this URL may carry the token */
  constructor(config: TeamsConfig, tokens: TokenSource, isAllowed: (url: string) => boolean) {
    super();
    this.#config = config;
    this.#credentials = {
      async signRequest(request: OutgoingRequest) {
        // Every request comes by here, redirected ones too: the last place to keep the token at home.
        if (!isAllowed(request.url)) throw new ForbiddenAddress();
        if (config.auth === 'jwt') request.headers.set('Authorization', `Bearer ${await tokens.get()}`);
        return request;
      },
    };
  }

  override isValidAppId(appId: string): Promise<boolean> {
    return Promise.resolve(appId === this.#config.appId);
  }

  override isAuthenticationDisabled(): Promise<boolean> {
    return Promise.resolve(this.#config.auth === 'none');
  }

  override createCredentials(): Promise<ServiceClientCredentials> {
    return Promise.resolve(this.#credentials);
  }
}
