import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { certificateExpiries, ConfigError, isSandbox, parseConfig, type Config } from '../../../core/config.js';
import { makeClientCertificate, type MadeCertificate } from '../../wire/client-certificates.js';

const [TENANT, APP, BOT, IDENTITY] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const base = {
  PUBLIC_URL: 'https://desk.example.com',
  ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
  PARTNER_TENANT_ID: TENANT,
  PARTNER_CLIENT_ID: APP,
};
const slack = { SLACK_SIGNING_SECRET: 'signing-secret', SLACK_BOT_TOKEN: 'xoxb-1' };
const secret = { PARTNER_CLIENT_SECRET: 'client-secret' };
const MACHINE = { IDENTITY_ENDPOINT: 'http://169.254.129.3:8081/msi/token', IDENTITY_HEADER: 'machine-secret' };

let files: Record<string, MadeCertificate>;
beforeAll(async () => {
  const DAY_MS = 86_400_000;
  files = {
    '/app.pem': await makeClientCertificate(),
    '/soon.pem': await makeClientCertificate({ until: new Date(Date.now() + 29 * DAY_MS) }),
    '/over.pem': await makeClientCertificate({ until: new Date(Date.now() - DAY_MS) }),
  };
});

function read(env: NodeJS.ProcessEnv): Config {
  return parseConfig(env, (path) => {
    const file = files[path]?.file;
    if (file === undefined) throw new Error('no such file');
    return file;
  });
}

function problems(env: NodeJS.ProcessEnv): string[] {
  try {
    read(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ name, expected }) => `${name}: ${expected}`);
    throw error;
  }
}

describe('the credential of the partner app', () => {
  it('is a secret, a certificate or a managed identity', () => {
    const of = (more: NodeJS.ProcessEnv) => read({ ...base, ...slack, ...more }).partner.credential;
    expect(of(secret)).toEqual({ type: 'secret', secret: 'client-secret' });
    expect(of({ PARTNER_CLIENT_CERTIFICATE_FILE: '/app.pem' })).toMatchObject({ type: 'certificate' });
    expect(of({ PARTNER_MANAGED_IDENTITY_CLIENT_ID: IDENTITY })).toEqual({
      type: 'federated',
      audience: 'api://AzureADTokenExchange',
      identity: {
        clientId: IDENTITY,
        endpoint: { kind: 'imds', url: 'http://169.254.169.254/metadata/identity/oauth2/token' },
      },
    });
  });

  it.each([
    ['us-government', 'api://AzureADTokenExchangeUSGov'],
    ['21vianet', 'api://AzureADTokenExchangeChina'],
  ])('asks the managed identity for the audience of the cloud %s', (cloud, audience) => {
    const env = { ...base, ...slack, PARTNER_CLOUD: cloud, PARTNER_MANAGED_IDENTITY_CLIENT_ID: IDENTITY };
    expect(read(env).partner.credential).toMatchObject({ audience });
  });

  it('must be there, once', () => {
    expect(problems({ ...base, ...slack })).toEqual([
      'PARTNER_CLIENT_SECRET: is not set; expected the client secret of the Partner Center app (or instead of it PARTNER_CLIENT_CERTIFICATE_FILE or PARTNER_MANAGED_IDENTITY_CLIENT_ID)',
    ]);
    const all = {
      ...secret,
      PARTNER_CLIENT_CERTIFICATE_FILE: '/app.pem',
      PARTNER_MANAGED_IDENTITY_CLIENT_ID: IDENTITY,
    };
    expect(problems({ ...base, ...slack, ...all })).toEqual([
      'PARTNER_CLIENT_CERTIFICATE_FILE: is set beside PARTNER_CLIENT_SECRET; exactly one of them proves the app',
      'PARTNER_MANAGED_IDENTITY_CLIENT_ID: is set beside PARTNER_CLIENT_SECRET; exactly one of them proves the app',
    ]);
  });
});

describe('the credential of the bot', () => {
  const of = (more: NodeJS.ProcessEnv) => read({ ...base, ...secret, MicrosoftAppId: BOT, ...more }).teams?.credential;
  const wrong = (more: NodeJS.ProcessEnv) => problems({ ...base, ...secret, MicrosoftAppId: BOT, ...more });

  it('is a secret, a certificate, or the managed identity that the bot is', () => {
    expect(of({ MicrosoftAppPassword: 'bot-secret' })).toEqual({ type: 'secret', secret: 'bot-secret' });
    expect(of({ MicrosoftAppCertificateFile: '/app.pem' })).toMatchObject({ type: 'certificate' });
    expect(of({ MicrosoftAppType: 'UserAssignedMSI', ...MACHINE })).toEqual({
      type: 'managedIdentity',
      identity: {
        clientId: BOT,
        endpoint: { kind: 'appService', url: MACHINE.IDENTITY_ENDPOINT, header: MACHINE.IDENTITY_HEADER },
      },
    });
  });

  it('must be there, once', () => {
    expect(wrong({})).toEqual([
      'MicrosoftAppPassword: is not set; Teams needs it, because MicrosoftAppId is set (or instead of it MicrosoftAppCertificateFile)',
    ]);
    expect(wrong({ MicrosoftAppPassword: 'bot-secret', MicrosoftAppCertificateFile: '/app.pem' })).toEqual([
      'MicrosoftAppCertificateFile: is set beside MicrosoftAppPassword; exactly one of them proves the app',
    ]);
    expect(wrong({ MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppPassword: 'bot-secret' })).toEqual([
      'MicrosoftAppPassword: is set beside MicrosoftAppType=UserAssignedMSI; a managed identity has none',
    ]);
  });

  it('is no bot without its id', () => {
    expect(problems({ ...base, ...secret, MicrosoftAppCertificateFile: '/app.pem' })).toEqual([
      'MicrosoftAppId: is not set; Teams needs it, because MicrosoftAppCertificateFile is set',
    ]);
  });
});

describe('a managed identity', () => {
  const env = { ...base, ...slack, PARTNER_MANAGED_IDENTITY_CLIENT_ID: IDENTITY };

  it('is asked for at this machine alone', () => {
    for (const address of [
      'https://identity.example/token',
      'http://10.0.0.4/token',
      'http://169.254.example/',
      'no address',
    ])
      expect(problems({ ...env, ...MACHINE, IDENTITY_ENDPOINT: address })).toEqual([
        'IDENTITY_ENDPOINT: expected an address of this machine (loopback or 169.254.…)',
      ]);
    expect(problems({ ...env, ...MACHINE, IDENTITY_ENDPOINT: 'http://localhost:42356/msi/token' })).toEqual([]);
    expect(problems({ ...env, MANAGED_IDENTITY_URL: 'https://identity.example' })).toEqual([
      'MANAGED_IDENTITY_URL: expected a loopback address',
    ]);
  });

  it('needs both of what App Service gives', () => {
    const { IDENTITY_ENDPOINT, IDENTITY_HEADER } = MACHINE;
    expect(problems({ ...env, IDENTITY_ENDPOINT })).toEqual([
      'IDENTITY_HEADER: is not set; IDENTITY_ENDPOINT is, and both belong together',
    ]);
    expect(problems({ ...env, IDENTITY_HEADER })).toEqual([
      'IDENTITY_ENDPOINT: is not set; IDENTITY_HEADER is, and both belong together',
    ]);
  });

  it('is at a stand-in where MANAGED_IDENTITY_URL says so, whatever the machine offers', () => {
    const config = read({ ...env, ...MACHINE, MANAGED_IDENTITY_URL: 'http://127.0.0.1:9000/' });
    expect(config.partner.credential).toMatchObject({
      identity: { endpoint: { kind: 'imds', url: 'http://127.0.0.1:9000/metadata/identity/oauth2/token' } },
    });
  });

  it('that nobody uses is no setting, and what the machine offers to everybody is no mistake', () => {
    expect(problems({ ...base, ...slack, ...secret, MANAGED_IDENTITY_URL: 'http://127.0.0.1:9000' })).toEqual([
      'MANAGED_IDENTITY_URL: is set, and no managed identity is used',
    ]);
    expect(problems({ ...base, ...slack, ...secret, IDENTITY_ENDPOINT: 'http://elsewhere.example' })).toEqual([]);
    expect(isSandbox(MACHINE)).toBe(true);
  });
});

describe('a certificate file', () => {
  const env = (app: string) => ({ ...base, ...slack, PARTNER_CLIENT_CERTIFICATE_FILE: app });

  it('that cannot be read, or holds none, is named without its content', () => {
    expect(problems(env('/nowhere.pem'))).toEqual([
      'PARTNER_CLIENT_CERTIFICATE_FILE: expected the path of a file that can be read',
    ]);
    files['/half.pem'] = { ...files['/app.pem'], file: files['/app.pem']?.key ?? '' } as MadeCertificate;
    expect(problems(env('/half.pem'))).toEqual([
      'PARTNER_CLIENT_CERTIFICATE_FILE: expected a certificate beside the private key (BEGIN CERTIFICATE)',
    ]);
  });

  it('tells when it expires, and warns 30 days ahead', () => {
    const bot = { MicrosoftAppId: BOT, MicrosoftAppCertificateFile: '/over.pem' };
    const config = read({ ...env('/soon.pem'), ...bot });
    expect(certificateExpiries(config).map(({ setting }) => setting)).toEqual([
      'PARTNER_CLIENT_CERTIFICATE_FILE',
      'MicrosoftAppCertificateFile',
    ]);
    expect(config.warnings).toEqual([
      expect.stringMatching(/^PARTNER_CLIENT_CERTIFICATE_FILE: the certificate expires on \d{4}-\d\d-\d\d\.$/u),
      expect.stringMatching(/^MicrosoftAppCertificateFile: the certificate expired on \d{4}-\d\d-\d\d\.$/u),
    ]);
    expect(read(env('/app.pem')).warnings).toEqual([]);
    expect(certificateExpiries(read({ ...base, ...slack, ...secret }))).toEqual([]);
  });
});
