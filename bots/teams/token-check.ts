import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify, type RemoteJWKSet } from 'jose';
import { z } from 'zod';
import type { Agents } from '../../core/partner/agents.js';
import { sendRequest } from '../request.js';
import { BoundedMap } from './bounded-map.js';

/** A token that proves nothing. Without a reason: whoever forged it learns none. */
export class NotAuthentic extends Error {
  override readonly name = 'NotAuthentic';
}

export interface TokenCheck {
  /**
   * The claims of the token in an `Authorization` header.
   *
   * @throws NotAuthentic when the token is wrong; anything else when the channel's keys cannot be had
   */
  check(authorization: string, activity: { channelId: string; serviceUrl: string }): Promise<JWTPayload>;
}

/** How far the clocks may differ, s. */
const TOLERANCE_S = 5 * 60;
const DAY_MS = 24 * 60 * 60_000;
const TIMEOUT_MS = 10_000;
/** Keys that nobody knows are looked for this seldom, so that forged tokens do not make us call the key service. */
const NEW_KEYS_EVERY_MS = 5 * 60_000;

/**
 * The channel uses one token for many deliveries, and checking a signature is the dearest step of a turn. The very same token
 * is therefore not checked twice within five minutes: nothing that is checked here can change in them but its expiry. (The
 * keys themselves are kept for a day.)
 */
const PROVEN_FOR_MS = 5 * 60_000;
const PROVEN_KEPT = 200;

/** What a token that was proven says, and for which channels its key speaks. */
interface Proof {
  payload: JWTPayload;
  endorsements: string[];
}

const metadataSchema = z.object({ jwks_uri: z.url() });
const endorsedSchema = z.object({ endorsements: z.array(z.string()).min(1) });

/**
 * Checks the tokens of the Bot Connector by the rules of its authentication guide
 * (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication): signature by a key of the
 * channel's OpenID metadata, issuer, audience, lifetime with five minutes of tolerance, the service URL, and a key that is
 * endorsed for the channel. botbuilder checks the same, but prints to standard error for every token it refuses, which lets
 * anybody fill the log, and also admits tokens of its Emulator.
 */
export function createTokenCheck(options: {
  metadataUrl: string;
  issuer: string;
  appId: string;
  /** Whether an address belongs to the cloud's Bot Connector. */
  isAllowed: (url: string) => boolean;
  agents: Agents;
}): TokenCheck {
  const { issuer, appId } = options;
  const proven = new BoundedMap<Proof>(PROVEN_KEPT, PROVEN_FOR_MS, Date.now);
  let keySet: Promise<RemoteJWKSet> | undefined;

  /** The channel's keys. A failure is not kept. */
  function keys(): Promise<RemoteJWKSet> {
    keySet ??= openKeySet(options).catch((error: unknown) => {
      keySet = undefined;
      throw error;
    });
    return keySet;
  }

  async function prove(token: string): Promise<Proof> {
    const set = await keys();
    const { payload, protectedHeader } = await jwtVerify(token, set, {
      issuer,
      audience: appId,
      algorithms: ['RS256', 'RS384', 'RS512'],
      clockTolerance: TOLERANCE_S,
      requiredClaims: ['exp'],
    }).catch((error: unknown) => {
      throw isTokenFault(error) ? new NotAuthentic() : error;
    });
    const key = set.jwks()?.keys.find((each) => each.kid === protectedHeader.kid);
    const endorsed = endorsedSchema.safeParse(key);
    if (protectedHeader.kid === undefined || !endorsed.success) throw new NotAuthentic();
    return { payload, endorsements: endorsed.data.endorsements };
  }

  return {
    async check(authorization, { channelId, serviceUrl }) {
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization)?.[1];
      if (token === undefined) throw new NotAuthentic();
      const known = proven.get(token);
      const proof = known && lives(known.payload) ? known : await prove(token);
      if (proof !== known) proven.set(token, proof);
      if (!proof.endorsements.includes(channelId)) throw new NotAuthentic();
      if (proof.payload['serviceurl'] !== serviceUrl) throw new NotAuthentic();
      return proof.payload;
    },
  };
}

/** An expired token is proven anew, that is, refused. */
const lives = ({ exp }: JWTPayload) => exp !== undefined && exp + TOLERANCE_S > Date.now() / 1_000;

async function openKeySet(options: Parameters<typeof createTokenCheck>[0]): Promise<RemoteJWKSet> {
  const { metadataUrl, isAllowed, agents } = options;
  const read = async (address: string, signal: AbortSignal) => {
    const url = new URL(address);
    const { status, body } = await sendRequest(url, agents.for(url), { signal });
    // A status without a body, or none that there is, is no key set either.
    return status === 200 ? Response.json(JSON.parse(body.toString('utf8'))) : Response.error();
  };
  const response = await read(metadataUrl, AbortSignal.timeout(TIMEOUT_MS));
  if (!response.ok) throw new Error('The OpenID metadata of the Bot Connector cannot be read');
  const url = new URL(metadataSchema.parse(await response.json()).jwks_uri);
  // Whoever could name other keys could sign for Teams.
  if (url.origin !== new URL(metadataUrl).origin && !isAllowed(url.href))
    throw new Error('The keys of the Bot Connector are offered at another host');
  return createRemoteJWKSet(url, {
    [customFetch]: async (address, { signal }) => read(address, signal),
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: NEW_KEYS_EVERY_MS,
    cacheMaxAge: DAY_MS,
  });
}

/** Faults of the token, as against those of the key service. */
function isTokenFault(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return false;
  const ours: string[] = [errors.JOSEError.code, errors.JWKSTimeout.code, errors.JWKSInvalid.code];
  return !ours.includes(error.code);
}
