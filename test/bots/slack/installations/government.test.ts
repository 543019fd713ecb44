import { describe, expect, it } from '@jest/globals';
import { createSlackHttp } from '../../../../bots/slack/caller.js';
import { createInstallPages } from '../../../../bots/slack/installations/pages.js';
import { parseConfig } from '../../../../core/config.js';
import { createLog } from '../../../canary/output.js';
import { createMetrics } from '../../../canary/metrics.js';
import { listenOnLoopback } from '../../../wire/world.js';
import { createServer } from 'node:http';

const guid = '11111111-1111-4111-8111-111111111111';
const env = {
  PUBLIC_URL: 'https://desk.example.com',
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  PARTNER_TENANT_ID: guid,
  PARTNER_CLIENT_ID: guid,
  PARTNER_CLIENT_SECRET: 'secret',
  SLACK_SIGNING_SECRET: 'secret',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'secret',
  SLACK_STATE_SECRET: 's'.repeat(32),
};

/** Where an install is led to. */
async function ledTo(cloud: string): Promise<URL> {
  const config = parseConfig({ ...env, SLACK_CLOUD: cloud }).slack;
  if (!config?.oauth) throw new Error('OAuth is needed');
  const nothing = () => Promise.reject(new Error('not asked for'));
  const pages = createInstallPages({
    config: { ...config, oauth: config.oauth },
    publicUrl: env.PUBLIC_URL,
    emails: false,
    installations: { add: nothing },
    installStates: { spend: nothing },
    grants: { exchange: nothing, giveBack: nothing },
    allowed: () => true,
    callsWith: () => ({ test: nothing }),
    added: () => undefined,
    now: Date.now,
    log: createLog('silent'),
    metrics: createMetrics(),
  });
  const server = createServer((request, response) => void pages['GET /slack/install']?.(request, response));
  const url = await listenOnLoopback(server);
  try {
    const response = await fetch(`${url}/slack/install`, { redirect: 'manual' });
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-partnerdesk-install=.*; Secure$/u);
    return new URL(response.headers.get('location') ?? '');
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe.each([
  ['commercial', 'https://slack.com', 'https://hooks.slack.com', 'https://slack-gov.com'],
  ['gov', 'https://slack-gov.com', 'https://hooks.slack-gov.com', 'https://slack.com'],
] as const)('the Slack of SLACK_CLOUD=%s', (cloud, origin, hooks, other) => {
  it('asks its own page whether the app may come in', async () => {
    const asked = await ledTo(cloud);
    expect(asked.origin + asked.pathname).toBe(`${origin}/oauth/v2/authorize`);
    expect(asked.searchParams.get('redirect_uri')).toBe('https://desk.example.com/slack/oauth_redirect');
  });

  it('is called at its own addresses and at no other', async () => {
    const config = parseConfig({ ...env, SLACK_CLOUD: cloud }).slack;
    expect(config?.apiUrl).toBeUndefined();
    const { fetch: call, close } = createSlackHttp({ cloud });
    const signal = AbortSignal.abort(new Error('far enough'));
    for (const url of [`${origin}/api/auth.test`, `${hooks}/x`])
      await expect(call(url, { signal })).rejects.toThrow(/abort|far enough/iu);
    for (const url of [`${other}/api/auth.test`, 'https://slack.com.evil.example/api/auth.test'])
      await expect(call(url, { signal })).rejects.toThrow('not an address of Slack');
    close();
  });
});
