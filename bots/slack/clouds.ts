import type { SlackConfig } from '../../core/config.js';

/** The addresses of one Slack. */
export interface SlackEndpoints {
  /** The Web API, with a slash at the end, as Slack's own libraries have it. */
  api: string;
  /** Where somebody is asked whether the app may come in. */
  authorize: string;
  /** The origin that response URLs have. */
  responses: string;
  /** Where apps are made. */
  apps: string;
}

/**
 * Both Slacks: docs.slack.dev/govslack, …/authentication/installing-with-oauth and …/interactivity/handling-user-interaction.
 * An app of one is unknown to the other. Files have hosts of their own; the desk sends and fetches none.
 */
const clouds: Record<SlackConfig['cloud'], SlackEndpoints> = {
  commercial: {
    api: 'https://slack.com/api/',
    authorize: 'https://slack.com/oauth/v2/authorize',
    responses: 'https://hooks.slack.com',
    apps: 'https://api.slack.com/apps',
  },
  gov: {
    api: 'https://slack-gov.com/api/',
    authorize: 'https://slack-gov.com/oauth/v2/authorize',
    responses: 'https://hooks.slack-gov.com',
    apps: 'https://api.slack-gov.com/apps',
  },
};

/** The endpoints for a configuration: its cloud's, or those beside an overriding SLACK_API_URL. */
export function endpointsOf({ cloud, apiUrl }: Pick<SlackConfig, 'cloud' | 'apiUrl'>): SlackEndpoints {
  const own = clouds[cloud];
  if (apiUrl === undefined) return own;
  return { ...own, api: apiUrl, authorize: new URL('../oauth/v2/authorize', apiUrl).href };
}

/** The origins that the desk may call: those of the API and of response URLs. */
export function originsOf(config: Pick<SlackConfig, 'cloud' | 'apiUrl'>): string[] {
  const { api, responses } = endpointsOf(config);
  return [new URL(api).origin, responses];
}
