import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { endpointsOf } from '../../../bots/teams/clouds.js';
import type { TeamsConfig } from '../../../core/config.js';

const config = (changes: Partial<TeamsConfig> = {}): TeamsConfig => ({
  appId: 'app',
  credential: { type: 'secret', secret: 'secret' },
  appType: 'SingleTenant',
  appTenantId: 'tenant',
  cloud: 'public',
  auth: 'jwt',
  tenantIds: ['tenant'],
  ...changes,
});

const clouds = ['public', 'gcch', 'dod', '21vianet'] as const;

describe('the endpoints of a cloud', () => {
  it.each(clouds)('are all set, so that botbuilder leaves none undefined: %s', (cloud) => {
    const { settings } = endpointsOf(config({ cloud }));
    expect(Object.keys(settings)).toHaveLength(8);
    expect(Object.values(settings).every((value) => typeof value === 'string' && value !== '')).toBe(true);
  });

  it.each([
    ['public', 'SingleTenant', 'https://login.microsoftonline.com/tenant/oauth2/v2.0/token'],
    ['public', 'MultiTenant', 'https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token'],
    ['gcch', 'SingleTenant', 'https://login.microsoftonline.us/tenant/oauth2/v2.0/token'],
    ['dod', 'MultiTenant', 'https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us/oauth2/v2.0/token'],
    ['21vianet', 'MultiTenant', 'https://login.partner.microsoftonline.cn/tenant/oauth2/v2.0/token'],
  ] as const)('give a bot of %s, %s, its tokens at %s', (cloud, appType, url) => {
    expect(endpointsOf(config({ cloud, appType })).tokenUrl).toBe(url);
  });

  it.each([
    ['public', 'https://smba.trafficmanager.net/teams/', true],
    ['public', 'https://smba.infra.gcc.teams.microsoft.com/teams', true],
    ['public', 'https://smba.infra.gov.teams.microsoft.us/teams', false],
    ['gcch', 'https://smba.infra.gov.teams.microsoft.us/teams', true],
    ['dod', 'https://smba.infra.dod.teams.microsoft.us/teams', true],
    ['gcch', 'https://smba.trafficmanager.net/teams/', false],
    ['21vianet', 'https://msteams.botframework.azure.cn/teams/', true],
    ['public', 'http://smba.trafficmanager.net/teams/', false],
    ['public', 'https://smba.trafficmanager.net.evil.example/', false],
    ['public', 'https://evil-smba.trafficmanager.net/', false],
    ['public', 'https://smba.trafficmanager.net@evil.example/', false],
    ['public', 'https://evilbotframework.com/', false],
    ['public', 'https://user@smba.trafficmanager.net/', false],
    ['public', 'not a url', false],
  ] as const)('in %s, an address of %s is allowed: %p', (cloud, url, allowed) => {
    expect(endpointsOf(config({ cloud })).isAllowed(url)).toBe(allowed);
  });

  it('admit the exact origin of an overriding address and no neighbour of it', () => {
    const { isAllowed } = endpointsOf(config({ loginUrl: 'http://127.0.0.1:4000/bot-connector/login' }));
    expect(isAllowed('http://127.0.0.1:4000/bot-connector/')).toBe(true);
    expect(isAllowed('http://127.0.0.1:4001/bot-connector/')).toBe(false);
    expect(isAllowed('http://localhost:4000/bot-connector/')).toBe(false);
  });
});

describe('what the overrides in package.json mend under botbuilder', () => {
  const fromConnector = createRequire(createRequire(import.meta.url).resolve('botframework-connector'));
  const versionOf = (name: string) =>
    (fromConnector(`${name}/package.json`) as { version: string }).version.split('.').map(Number);

  it('is uuid from 11.1.1 on, which GHSA-w5hq-g745-h8pq does not concern', () => {
    const [major = 0, minor = 0, patch = 0] = versionOf('uuid');
    expect(major * 10_000 + minor * 100 + patch).toBeGreaterThanOrEqual(110_101);
  });

  it('is msal-node from 5 on, which needs no such uuid', () => {
    expect(versionOf('@azure/msal-node')[0]).toBeGreaterThanOrEqual(5);
  });
});
