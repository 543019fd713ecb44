import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An hour, as the Bot Connector's own tokens live. */
const LIFE_SECONDS = 3_600;

/** Tokens of the Bot Connector for one bot and one address. */
export function createTeamsTokens(audience: string, serviceUrl: string) {
  const pair = generateKeyPair('RS256');
  const kid = randomUUID();

  async function fresh(): Promise<string> {
    const at = Math.floor(Date.now() / 1_000);
    const claims = { iss: 'https://api.botframework.com', aud: audience, serviceurl: serviceUrl, jti: randomUUID() };
    const token = await new SignJWT({ ...claims, nbf: at - 300, exp: at + LIFE_SECONDS })
      .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
      .sign((await pair).privateKey);
    return `Bearer ${token}`;
  }
  let first: Promise<string> | undefined;

  return {
    async jwks() {
      const jwk = await exportJWK((await pair).publicKey);
      return { keys: [{ ...jwk, kid, use: 'sig', alg: 'RS256', endorsements: ['msteams'] }] };
    },
    /** One that no delivery had before. */
    fresh,
    /** The one that the service uses for many deliveries. */
    shared: () => (first ??= fresh()),
  };
}
