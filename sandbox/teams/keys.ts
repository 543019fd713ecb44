import { createSecretKey, randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';

/** Ways in which a token can be wrong, each of them refused by the real service's rules. */
export const forgeries = [
  'wrongKey',
  'unknownKey',
  'algNone',
  'algHmac',
  'wrongAudience',
  'wrongIssuer',
  'wrongServiceUrl',
  'expired',
  'notYetValid',
  'notEndorsed',
  'emulator',
  'garbage',
] as const;
export type Forgery = (typeof forgeries)[number];

export interface ConnectorKeys {
  /** The key set as the service publishes it: endorsements say which channels a key speaks for. */
  jwks(): Promise<{ keys: JWK[] }>;
  /** `Authorization` of a genuine delivery. */
  authorization(serviceUrl: string): Promise<string>;
  /** `Authorization` of a delivery that must be refused. */
  forged(kind: Forgery, serviceUrl: string): Promise<string>;
}

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;
const pairs = new Map<string, Promise<KeyPair>>();

/** Keys are made once in a process, when they are first needed: it takes a noticeable moment. */
function keyPair(name: 'genuine' | 'other'): Promise<KeyPair> {
  const made = pairs.get(name) ?? generateKeyPair('RS256', { extractable: true });
  pairs.set(name, made);
  return made;
}

/**
 * The Bot Connector's signing keys, made anew at every start.
 *
 * @param issuer who signs for the Bot Connector of this cloud
 * @param audience the bot's app id
 * @param now ms since the epoch
 */
export function createConnectorKeys(issuer: string, audience: string, now: () => number): ConnectorKeys {
  const genuine = keyPair('genuine');
  const kid = randomUUID();
  const unendorsedKid = randomUUID();
  const seconds = () => Math.floor(now() / 1000);
  let cached: { serviceUrl: string; token: string; until: number } | undefined;

  const claims = (serviceUrl: string, changes: Record<string, unknown> = {}) => ({
    iss: issuer,
    aud: audience,
    serviceurl: serviceUrl,
    nbf: seconds() - 300,
    exp: seconds() + 3600,
    ...changes,
  });
  const sign = (payload: Record<string, unknown>, key: CryptoKey, keyId = kid) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: keyId, typ: 'JWT' }).sign(key);

  async function forge(kind: Forgery, serviceUrl: string): Promise<string> {
    const { privateKey } = await genuine;
    switch (kind) {
      case 'wrongKey':
        return sign(claims(serviceUrl), (await keyPair('other')).privateKey);
      case 'unknownKey':
        return sign(claims(serviceUrl), privateKey, randomUUID());
      case 'algNone': {
        // jose refuses a `kid` in an unsecured token, and without one no key would even be looked up.
        const [, body] = new UnsecuredJWT(claims(serviceUrl)).encode().split('.');
        const head = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT', kid })).toString('base64url');
        return `${head}.${body ?? ''}.`;
      }
      case 'algHmac': {
        const published = JSON.stringify(await exportJWK((await genuine).publicKey));
        return new SignJWT(claims(serviceUrl))
          .setProtectedHeader({ alg: 'HS256', kid, typ: 'JWT' })
          .sign(createSecretKey(Buffer.from(published)));
      }
      case 'wrongAudience':
        return sign(claims(serviceUrl, { aud: randomUUID() }), privateKey);
      case 'wrongIssuer':
        return sign(claims(serviceUrl, { iss: 'https://api.botframework.example' }), privateKey);
      case 'wrongServiceUrl':
        return sign(claims('https://smba.trafficmanager.example/teams/'), privateKey);
      case 'expired':
        return sign(claims(serviceUrl, { nbf: seconds() - 7200, exp: seconds() - 3600 }), privateKey);
      case 'notYetValid':
        return sign(claims(serviceUrl, { nbf: seconds() + 3600, exp: seconds() + 7200 }), privateKey);
      case 'notEndorsed':
        return sign(claims(serviceUrl), privateKey, unendorsedKid);
      case 'emulator':
        return sign(
          claims(serviceUrl, {
            iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
            ver: '1.0',
            appid: audience,
          }),
          privateKey,
        );
      case 'garbage':
      default:
        return 'not.a.token';
    }
  }

  return {
    async jwks() {
      const jwk = await exportJWK((await genuine).publicKey);
      return {
        keys: [
          { ...jwk, kid, use: 'sig', alg: 'RS256', endorsements: ['msteams'] },
          { ...jwk, kid: unendorsedKid, use: 'sig', alg: 'RS256', endorsements: ['webchat'] },
        ],
      };
    },
    async authorization(serviceUrl) {
      // The real service reuses one token for many deliveries too.
      if (cached?.serviceUrl !== serviceUrl || cached.until < now()) {
        const token = await sign(claims(serviceUrl), (await genuine).privateKey);
        cached = { serviceUrl, token, until: now() + 5 * 60_000 };
      }
      return `Bearer ${cached.token}`;
    },
    async forged(kind, serviceUrl) {
      return `Bearer ${await forge(kind, serviceUrl)}`;
    },
  };
}
