import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ConfigError, isSandbox, parseConfig } from '../../core/config.js';

const TENANT = '11111111-1111-4111-8111-111111111111';
const APP = '22222222-2222-4222-8222-222222222222';
const KEY = Buffer.alloc(32, 7).toString('base64');

const partner = {
  PUBLIC_URL: 'https://desk.example.com/',
  ENCRYPTION_KEY: KEY,
  PARTNER_TENANT_ID: TENANT,
  PARTNER_CLIENT_ID: APP,
  PARTNER_CLIENT_SECRET: 'client-secret-value',
};
const slack = { SLACK_SIGNING_SECRET: 'signing-secret-value', SLACK_BOT_TOKEN: 'xoxb-token-value' };
const app = {
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'client-secret-of-slack',
  SLACK_STATE_SECRET: 'a state of mind'.replaceAll(' ', '-').repeat(3),
};
/** The app that workspaces install, in place of the token of one. */
const onlyApp = { ...app, SLACK_BOT_TOKEN: undefined };
const teams = { MicrosoftAppId: APP, MicrosoftAppPassword: 'bot-secret-value' };
const good = { ...partner, ...slack, ...teams };

/** The names of the settings that are refused. */
function wrong(env: NodeJS.ProcessEnv): string[] {
  try {
    parseConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((problem) => problem.name);
    throw error;
  }
}

describe('settings', () => {
  it('have the documented defaults', () => {
    const config = parseConfig(good);
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3978,
      publicUrl: 'https://desk.example.com',
      databaseUrl: 'sqlite:data/partnerdesk.db',
      dataDir: './data',
      customerIndex: 'full',
      logLevel: 'info',
      partner: { cloud: 'global', tenantId: TENANT, urls: { login: 'https://login.microsoftonline.com' } },
      teams: { appType: 'SingleTenant', appTenantId: TENANT, cloud: 'public', auth: 'jwt', tenantIds: [TENANT] },
      slack: { cloud: 'commercial' },
      warnings: [],
    });
    expect(config.partner.refreshToken).toBeUndefined();
  });

  it('without a policy file ask for one approval of every permission and of no update', () => {
    const { approvals } = parseConfig(good).policy;
    expect(approvals.purchase).toMatchObject({ approvers: ['Global admin', 'Admin agent'], count: 1, places: [] });
    expect(approvals.account.fields).toEqual([]);
    expect(approvals.delegations).toEqual([]);
  });

  it.each([
    ['us-government', 'https://graph.microsoft.us', 'gcch'],
    ['21vianet', 'https://microsoftgraph.chinacloudapi.cn', '21vianet'],
  ])('take the endpoints of the cloud %s', (cloud, graph, teamsCloud) => {
    const config = parseConfig({ ...good, PARTNER_CLOUD: cloud });
    expect(config.partner.urls.graph).toBe(graph);
    expect(config.teams?.cloud).toBe(teamsCloud);
  });

  it('keep the audience of the cloud when its address is overridden', () => {
    const { urls, audiences } = parseConfig({ ...good, GRAPH_URL: 'http://localhost:9/graph//' }).partner;
    expect(urls.graph).toBe('http://localhost:9/graph');
    expect(audiences.graph).toBe('https://graph.microsoft.com');
  });

  it('give the Slack API address exactly one slash at its end', () => {
    for (const url of ['http://127.0.0.1:1/slack/api', 'http://127.0.0.1:1/slack/api/'])
      expect(parseConfig({ ...good, SLACK_API_URL: url }).slack?.apiUrl).toBe('http://127.0.0.1:1/slack/api/');
  });

  it('decode several encryption keys in their order', () => {
    const older = Buffer.alloc(32, 1);
    const keys = parseConfig({ ...good, ENCRYPTION_KEY: `${KEY}, ${older.toString('base64url')}` }).encryptionKeys;
    expect(keys.map((key) => key.toString('hex'))).toEqual([
      Buffer.from(KEY, 'base64').toString('hex'),
      older.toString('hex'),
    ]);
  });

  it('that are set to nothing count as absent', () => {
    expect(parseConfig({ ...good, MicrosoftAppId: ' ', MicrosoftAppPassword: '' }).teams).toBeUndefined();
  });

  it('serve one workspace of Slack by its token, or many by the app', () => {
    const one = parseConfig(good).slack;
    expect([one?.botToken, one?.oauth]).toEqual([slack.SLACK_BOT_TOKEN, undefined]);
    const many = parseConfig({ ...good, ...onlyApp }).slack;
    expect(many?.botToken).toBeUndefined();
    expect(many?.oauth).toEqual({
      clientId: '1.2',
      clientSecret: app.SLACK_CLIENT_SECRET,
      stateSecret: app.SLACK_STATE_SECRET,
    });
  });

  it('say which of the two is half there', () => {
    expect(() => parseConfig({ ...good, ...onlyApp, SLACK_STATE_SECRET: '' })).toThrow(
      'SLACK_STATE_SECRET: is not set; Slack needs it, because SLACK_SIGNING_SECRET is set',
    );
    expect(() => parseConfig({ ...good, ...app })).toThrow('set one or the other');
  });

  it('leave a platform without credentials off', () => {
    expect(parseConfig({ ...partner, ...slack }).teams).toBeUndefined();
    expect(parseConfig({ ...partner, ...teams }).slack).toBeUndefined();
  });
});

describe('the settings of webhooks', () => {
  it('are empty by default, whatever other addresses are overridden', () => {
    const config = parseConfig({ ...good, PARTNER_CENTER_URL: 'http://localhost:9/partner-center' });
    expect(config.webhooks).toEqual({ certificateOrigins: [] });
  });

  it('are exact origins and a file', () => {
    const { webhooks } = parseConfig({
      ...good,
      PARTNER_WEBHOOK_CERT_ORIGINS: 'https://certs.example.com, https://Other.example.com:8443/,http://127.0.0.1:9',
      PARTNER_WEBHOOK_CA_FILE: '/etc/desk/root.pem',
    });
    expect(webhooks).toEqual({
      certificateOrigins: ['https://certs.example.com', 'https://other.example.com:8443', 'http://127.0.0.1:9'],
      authorityFile: '/etc/desk/root.pem',
    });
  });

  it.each([
    'http://certs.example.com',
    'https://*.example.com',
    'https://user@certs.example.com',
    'https://certs.example.com/cert/',
    'https://certs.example.com?a=1',
    'https://certs.example.com/#x',
    'certs.example.com',
    'ftp://localhost',
    'https://certs.example.com,',
    'https://certs.example.com,nonsense',
  ])('are refused when they are not: %s', (PARTNER_WEBHOOK_CERT_ORIGINS) => {
    expect(wrong({ ...good, PARTNER_WEBHOOK_CERT_ORIGINS })).toEqual(['PARTNER_WEBHOOK_CERT_ORIGINS']);
  });
});

describe('wrong settings', () => {
  it('are reported all at once, by name', () => {
    expect(
      wrong({ PORT: '70000', PARTNER_CLOUD: 'mars', SLACK_BOT_TOKEN: 'xoxp-1', LOG_LEVEL: 'loud' }).sort(),
    ).toEqual(
      [
        'PORT',
        'PARTNER_CLOUD',
        'SLACK_BOT_TOKEN',
        'SLACK_SIGNING_SECRET',
        'LOG_LEVEL',
        'PUBLIC_URL',
        'ENCRYPTION_KEY',
        'PARTNER_TENANT_ID',
        'PARTNER_CLIENT_ID',
        'PARTNER_CLIENT_SECRET',
      ].sort(),
    );
  });

  it.each([
    ['plain http on a public host', { PUBLIC_URL: 'http://desk.example.com' }, ['PUBLIC_URL']],
    ['a host that only looks like loopback', { GRAPH_URL: 'http://127.0.0.1.evil.example' }, ['GRAPH_URL']],
    ['a user in an address', { LOGIN_URL: 'https://a:b@login.example.com' }, ['LOGIN_URL']],
    ['a query in an address', { PARTNER_CENTER_URL: 'https://x.example.com/?a=1' }, ['PARTNER_CENTER_URL']],
    ['no address at all', { TEAMS_LOGIN_URL: 'login.example.com' }, ['TEAMS_LOGIN_URL']],
    ['another protocol', { SLACK_API_URL: 'ftp://localhost/' }, ['SLACK_API_URL']],
    ['a short key', { ENCRYPTION_KEY: Buffer.alloc(16).toString('base64') }, ['ENCRYPTION_KEY']],
    ['a key among others that is none', { ENCRYPTION_KEY: `${KEY},abc` }, ['ENCRYPTION_KEY']],
    ['half of Slack', { SLACK_BOT_TOKEN: undefined }, ['SLACK_BOT_TOKEN']],
    ['half of Teams', { MicrosoftAppPassword: undefined }, ['MicrosoftAppPassword']],
    ['another database', { DATABASE_URL: 'mysql://localhost/x' }, ['DATABASE_URL']],
    ['a list of tenants with a word in it', { TEAMS_TENANT_IDS: `${TENANT},contoso` }, ['TEAMS_TENANT_IDS']],
    ['both kinds of Slack at once', app, ['SLACK_BOT_TOKEN']],
    [
      'the token of one workspace and half of the app for many',
      { SLACK_CLIENT_ID: '1.2' },
      ['SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'SLACK_BOT_TOKEN'],
    ],
    ['an app without its signing secret', { ...onlyApp, SLACK_SIGNING_SECRET: undefined }, ['SLACK_SIGNING_SECRET']],
    ...Object.keys(app).map((name) => [`an app without ${name}`, { ...onlyApp, [name]: undefined }, [name]] as const),
    ['a client id of something else', { ...onlyApp, SLACK_CLIENT_ID: 'A0PARTNERDSK' }, ['SLACK_CLIENT_ID']],
    ['a state secret that can be guessed', { ...onlyApp, SLACK_STATE_SECRET: 'secret' }, ['SLACK_STATE_SECRET']],
    ['Socket Mode', { SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_APP_TOKEN']],
    ['a misspelt name', { PARTNER_REFRESH_TOKN: 'x' }, ['PARTNER_REFRESH_TOKN']],
    ['a name in the wrong case', { MICROSOFTAPPTYPE: 'SingleTenant' }, ['MICROSOFTAPPTYPE']],
    ['open Teams on a public address', { TEAMS_AUTH: 'none' }, ['TEAMS_AUTH']],
    [
      'open Teams on all interfaces',
      { TEAMS_AUTH: 'none', PUBLIC_URL: 'http://localhost:1', HOST: '0.0.0.0' },
      ['TEAMS_AUTH'],
    ],
  ])('include %s', (_what, change, names) => {
    expect(wrong({ ...good, ...change })).toEqual(names);
  });

  it('include a desk with no platform', () => {
    expect(wrong(partner)).toEqual([expect.stringContaining('SLACK_SIGNING_SECRET')]);
  });

  it('are said without the values that were given', () => {
    const secrets = ['hunter2 hunter2', 'p4ss w0rd', 'sl4ck s3cret', 'wrong-token', 'k3y'];
    const [client, bot, signing, token, key] = secrets;
    const read = () =>
      parseConfig({
        ...good,
        PARTNER_CLIENT_SECRET: client,
        MicrosoftAppPassword: bot,
        SLACK_SIGNING_SECRET: signing,
        SLACK_BOT_TOKEN: token,
        ENCRYPTION_KEY: key,
        DATABASE_URL: 'mysql://root:toor@localhost',
      });
    expect(read).toThrow(ConfigError);
    for (const secret of [...secrets, 'toor']) expect(read).not.toThrow(secret);
  });

  it('never echo any value, whatever it is', () => {
    const names = [
      'PARTNER_CLIENT_SECRET',
      'ENCRYPTION_KEY',
      'SLACK_BOT_TOKEN',
      'DATABASE_URL',
      'PUBLIC_URL',
      'LOGIN_URL',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string({ minLength: 6 }), (name, noise) => {
        const value = `§${noise}§ x`;
        const read = () => parseConfig({ ...good, [name]: value });
        expect(read).toThrow(ConfigError);
        expect(read).not.toThrow(value.trim());
      }),
    );
  });
});

describe('allowed settings', () => {
  it('include open Teams between loopback and loopback', () => {
    const config = parseConfig({ ...good, TEAMS_AUTH: 'none', PUBLIC_URL: 'http://localhost:3978' });
    expect(config.teams?.auth).toBe('none');
  });

  it('include plain http on loopback, whatever NODE_ENV is', () => {
    for (const host of ['localhost:1', '127.0.0.1:1', '127.8.8.8', '[::1]:1'])
      expect(wrong({ ...good, NODE_ENV: 'production', PUBLIC_URL: `http://${host}` })).toEqual([]);
  });

  it('include variables of other programs, and what this version does not do yet with a warning', () => {
    const config = parseConfig({
      ...good,
      PATH: '/bin',
      SLACK_WEBHOOK_URL: 'x',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:pw@collector',
    });
    expect(config.warnings).toEqual([expect.stringContaining('OTEL_EXPORTER_OTLP_ENDPOINT')]);
    expect(config.warnings.join()).not.toContain('pw');
  });
});

describe('the sandbox', () => {
  it.each([
    ['nothing is set', {}, true],
    ['only the harmless four are', { HOST: '::1', PORT: '1', DATA_DIR: '/tmp/x', LOG_LEVEL: 'debug' }, true],
    ['the machine has a proxy', { HTTPS_PROXY: 'http://proxy', PATH: '/bin' }, true],
    ['one setting is set', { PUBLIC_URL: 'https://desk.example.com' }, false],
    ['a setting of a later version is set', { SLACK_APP_TOKEN: 'xapp-1' }, false],
    ['a setting is misspelt', { SLACK_BOT_TOKEM: 'x' }, false],
    ['everybody could reach it', { HOST: '0.0.0.0' }, false],
  ])('when %s: %s', (_when, env, expected) => {
    expect(isSandbox(env)).toBe(expected);
  });
});
