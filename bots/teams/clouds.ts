import type { TeamsConfig } from '../../core/config.js';
import type { ConfigurationBotFrameworkAuthenticationOptions } from 'botbuilder';

/** Everything that differs between the clouds of Bot Framework and Teams. */
interface TeamsCloud {
  /** Who signs in the bot: its host, and the tenant of bots that belong to none of their own. */
  login: string;
  commonTenant: string;
  /** Audience of the bot's token, and issuer of the channel's. */
  audience: string;
  oauth: string;
  channelMetadata: string;
  emulatorMetadata: string;
  callerId: string;
  /** Hosts that the connector may be called at: whole names, or endings that begin with a dot. */
  hosts: string[];
}

/** The Azure Government endpoints, which GCC High and DoD share but for the token service. */
const government = {
  login: 'https://login.microsoftonline.us',
  commonTenant: 'MicrosoftServices.onmicrosoft.us',
  audience: 'https://api.botframework.us',
  channelMetadata: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  emulatorMetadata:
    'https://login.microsoftonline.us/cab8a31a-1906-4287-a0d8-4eef66b95f6e/v2.0/.well-known/openid-configuration',
  callerId: 'urn:botframework:azureusgov',
  hosts: ['.teams.microsoft.us', '.botframework.azure.us'],
};

/**
 * The four clouds, as Microsoft's deployment guides for Azure Bot Service list them (how-to-deploy-gov-cloud-high,
 * how-to-deploy-china-cloud). GCC (moderate) is the public cloud with a connector host of its own.
 */
const clouds: Record<TeamsConfig['cloud'], TeamsCloud> = {
  public: {
    login: 'https://login.microsoftonline.com',
    commonTenant: 'botframework.com',
    audience: 'https://api.botframework.com',
    oauth: 'https://token.botframework.com',
    channelMetadata: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    emulatorMetadata: 'https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration',
    callerId: 'urn:botframework:azure',
    hosts: ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com', '.botframework.com'],
  },
  gcch: { ...government, oauth: 'https://tokengcch.botframework.azure.us' },
  dod: { ...government, oauth: 'https://apiDoD.botframework.azure.us' },
  '21vianet': {
    login: 'https://login.partner.microsoftonline.cn',
    // No common tenant there: the guide has the bot's own tenant in the address.
    commonTenant: '',
    audience: 'https://api.botframework.azure.cn',
    oauth: 'https://token.botframework.azure.cn',
    channelMetadata: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
    emulatorMetadata:
      'https://login.partner.microsoftonline.cn/a55a4d5b-9241-49b1-b4ff-befa8db00269/v2.0/.well-known/openid-configuration',
    callerId: 'urn:botframework:azurechina',
    hosts: ['.botframework.azure.cn'],
  },
};

export interface TeamsEndpoints {
  /** All eight settings of botbuilder: with one of them missing it leaves the others undefined. */
  settings: Required<
    Pick<
      ConfigurationBotFrameworkAuthenticationOptions,
      | 'ValidateAuthority'
      | 'ToChannelFromBotLoginUrl'
      | 'ToChannelFromBotOAuthScope'
      | 'ToBotFromChannelTokenIssuer'
      | 'OAuthUrl'
      | 'ToBotFromChannelOpenIdMetadataUrl'
      | 'ToBotFromEmulatorOpenIdMetadataUrl'
      | 'CallerId'
    >
  >;
  /** Audience of outbound tokens and issuer of inbound ones. */
  audience: string;
  /** Where the bot's own token comes from. */
  tokenUrl: string;
  scope: string;
  /** Whether messages and tokens may go to this address. */
  isAllowed: (url: string) => boolean;
}

/** The endpoints for a configuration: its cloud's, with metadata and login address overridden where it says so. */
export function endpointsOf(config: TeamsConfig): TeamsEndpoints {
  const cloud = clouds[config.cloud];
  const common = config.appType === 'MultiTenant' && cloud.commonTenant !== '';
  const tenant = common ? cloud.commonTenant : config.appTenantId;
  const loginUrl = `${config.loginUrl ?? cloud.login}/${tenant}`;
  const overriding = [config.openIdMetadataUrl, config.loginUrl].flatMap((url) => (url ? [new URL(url).origin] : []));

  return {
    settings: {
      ValidateAuthority: 'true',
      ToChannelFromBotLoginUrl: loginUrl,
      ToChannelFromBotOAuthScope: cloud.audience,
      ToBotFromChannelTokenIssuer: cloud.audience,
      OAuthUrl: cloud.oauth,
      ToBotFromChannelOpenIdMetadataUrl: config.openIdMetadataUrl ?? cloud.channelMetadata,
      ToBotFromEmulatorOpenIdMetadataUrl: cloud.emulatorMetadata,
      CallerId: cloud.callerId,
    },
    audience: cloud.audience,
    tokenUrl: `${loginUrl}/oauth2/v2.0/token`,
    scope: `${cloud.audience}/.default`,
    isAllowed(url) {
      if (!URL.canParse(url)) return false;
      const { protocol, hostname, origin, username, password, port } = new URL(url);
      if (username !== '' || password !== '') return false;
      if (overriding.includes(origin)) return true;
      return protocol === 'https:' && port === '' && cloud.hosts.some((host) => matches(hostname, host));
    },
  };
}

const matches = (hostname: string, host: string): boolean =>
  host.startsWith('.') ? hostname.endsWith(host) : hostname === host;
