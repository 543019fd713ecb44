import type { Cloud, SlackConfig, TeamsConfig } from '../../../core/config.js';

/** Which stand-in answers under a name. */
export type Service =
  | 'login'
  | 'partner center'
  | 'graph'
  | 'bot metadata'
  | 'bot connector'
  | 'slack'
  | 'slack responses';

/**
 * The host names of every cloud, as Microsoft's and Slack's pages have them, written down once more: what the desk is made of
 * must not be what it is held against.
 *
 * - Partner Center: learn.microsoft.com/partner-center/developer/partner-center-rest-urls. US Government has the API of the
 *   global cloud. 21Vianet's sign-in has two names in the documents, of which login.chinacloudapi.cn is the older one.
 * - Bot Framework: learn.microsoft.com/azure/bot-service, how-to-deploy-gov-cloud-high and how-to-deploy-china-cloud. The
 *   Connector is wherever an activity says, within the hosts of its cloud.
 * - Slack: docs.slack.dev/govslack
 */
export const partnerHosts: Record<Cloud, Record<'login' | 'partner center' | 'graph', string>> = {
  global: {
    login: 'login.microsoftonline.com',
    'partner center': 'api.partnercenter.microsoft.com',
    graph: 'graph.microsoft.com',
  },
  'us-government': {
    login: 'login.microsoftonline.us',
    'partner center': 'api.partnercenter.microsoft.com',
    graph: 'graph.microsoft.us',
  },
  '21vianet': {
    login: 'login.partner.microsoftonline.cn',
    'partner center': 'partner.partnercenterapi.microsoftonline.cn',
    graph: 'microsoftgraph.chinacloudapi.cn',
  },
};

export const teamsHosts: Record<TeamsConfig['cloud'], Record<'login' | 'bot metadata' | 'bot connector', string>> = {
  public: {
    login: 'login.microsoftonline.com',
    'bot metadata': 'login.botframework.com',
    'bot connector': 'smba.trafficmanager.net',
  },
  gcch: {
    login: 'login.microsoftonline.us',
    'bot metadata': 'login.botframework.azure.us',
    'bot connector': 'smba.infra.gov.teams.microsoft.us',
  },
  dod: {
    login: 'login.microsoftonline.us',
    'bot metadata': 'login.botframework.azure.us',
    'bot connector': 'smba.infra.dod.teams.microsoft.us',
  },
  '21vianet': {
    login: 'login.partner.microsoftonline.cn',
    'bot metadata': 'login.botframework.azure.cn',
    'bot connector': 'msteams.botframework.azure.cn',
  },
};

export const slackHosts: Record<SlackConfig['cloud'], Record<'slack' | 'slack responses', string>> = {
  commercial: { slack: 'slack.com', 'slack responses': 'hooks.slack.com' },
  gov: { slack: 'slack-gov.com', 'slack responses': 'hooks.slack-gov.com' },
};

/** Whose each name is. */
export const services: ReadonlyMap<string, Service> = new Map(
  [partnerHosts, teamsHosts, slackHosts].flatMap((table) =>
    Object.values<Record<string, string>>(table).flatMap((hosts) =>
      Object.entries(hosts).map(([service, host]): [string, Service] => [host, service as Service]),
    ),
  ),
);
