import type { KeyObject, X509Certificate } from 'node:crypto';
import type { Log } from '../log.js';
import { createLru } from '../roles/lru.js';
import { isYoung } from '../young.js';
import { type Chain, checkChain } from './certificate-chain.js';
import { readCertificates } from './certificate-file.js';
import type { Roots } from './certificate-roots.js';
import { type Download, DownloadError } from './download.js';
import type { Revocation, Revocations } from './revocation.js';

/** No key. `again`: the same request may well be accepted a little later. */
export interface NoKey {
  reason: 'certificate' | 'certificateUnavailable' | 'tooManyCertificates';
  again: boolean;
}

export interface WebhookCertificates {
  /** The key of the certificate at an address that has been allowed, or why it cannot be used. */
  key(address: URL): Promise<KeyObject | NoKey>;
}

const MINUTE_MS = 60_000;

/** How long a certificate is used without being fetched again, at most: it may have been replaced. */
const KEPT_MS = 60 * MINUTE_MS;
/** The same where a list of revoked certificates could not be had: it is asked for again soon. */
const DOUBTED_MS = 10 * MINUTE_MS;
/** How long one that was refused is not looked at again, and how long a host that does not answer is left in peace. */
const REFUSED_MS = MINUTE_MS;
const SILENT_MS = 10_000;

/** Downloads in a minute for certificates that never proved good, those of their issuers included. */
const UNKNOWN_PER_MINUTE = 6;

/**
 * Fetches, checks and keeps the certificates that sign webhooks. Anybody can name an address in a forged request, so only a
 * few addresses a minute are tried that are not known to be good, and each of them once, however many requests name it.
 *
 * @param documented addresses that are known from the beginning, so that no flood can keep them waiting
 * @param issuerOrigins where the certificate of an issuer may be fetched
 */
export function createWebhookCertificates(setup: {
  documented: readonly string[];
  issuerOrigins: readonly string[];
  download: Download;
  roots: Roots;
  revocations: Revocations;
  log: Log;
  now: () => number;
}): WebhookCertificates {
  const { issuerOrigins, download, roots, revocations, log, now } = setup;
  // Apart, so that forged requests cannot push out what is good.
  const good = createLru<Chain & { since: number; keptMs: number }>(16);
  const bad = createLru<NoKey & { until: number }>(200);
  const known = createLru<true>(64);
  for (const address of setup.documented) known.set(address, true);
  const underWay = new Map<string, Promise<KeyObject | NoKey>>();
  let recent: number[] = [];

  function takesTurn(): boolean {
    recent = recent.filter((at) => Math.abs(now() - at) < MINUTE_MS);
    if (recent.length >= UNKNOWN_PER_MINUTE) return false;
    recent.push(now());
    return true;
  }

  /** The issuers that a certificate itself names (Authority Information Access), from allowed hosts only. */
  const issuersOf = (trusted: boolean) => async (one: X509Certificate) => {
    const found: X509Certificate[] = [];
    for (const [, text = ''] of (one.infoAccess ?? '').matchAll(/^CA Issuers - URI:(\S+)$/gmu)) {
      const address = URL.canParse(text) ? new URL(text) : undefined;
      if (!address || !issuerOrigins.includes(address.origin)) continue;
      if (!trusted && !takesTurn()) throw new DownloadError('tooMany', false);
      found.push(...readCertificates(await download(address)));
    }
    return found;
  };

  async function look(address: URL): Promise<KeyObject | NoKey> {
    const trusted = known.get(address.href) === true;
    if (!trusted && !takesTurn()) return { reason: 'tooManyCertificates', again: true };
    try {
      const given = readCertificates(await download(address));
      const chain = await checkChain(given, { roots, more: issuersOf(trusted), now: now() });
      if (typeof chain === 'string') return refuse(address, 'certificate', chain);
      const standing = await revocationOf(chain);
      if (standing === 'revoked') return refuse(address, 'certificate', 'revoked');
      known.set(address.href, true);
      good.set(address.href, { ...chain, since: now(), keptMs: standing === 'unknown' ? DOUBTED_MS : KEPT_MS });
      return chain.leaf.publicKey;
    } catch (error) {
      // Nothing but a certificate that Node cannot work with fails in another way.
      const { reason, lasting } = error instanceof DownloadError ? error : { reason: 'unreadable', lasting: true };
      return refuse(address, lasting ? 'certificate' : 'certificateUnavailable', reason);
    }
  }

  /** Of the whole chain, link by link: the root is believed as it is. Asked last, so that nobody makes us ask for theirs. */
  async function revocationOf({ leaf, above }: Chain): Promise<Revocation> {
    let worst: Revocation = 'good';
    let below = leaf;
    for (const issuer of above) {
      const found = await revocations.check(below, issuer);
      if (found === 'revoked') return found;
      if (found === 'unknown') worst = found;
      below = issuer;
    }
    return worst;
  }

  /** @param why a word of ours: nothing that came from outside is logged, because anybody can send it */
  function refuse({ href }: URL, reason: NoKey['reason'], why: string): NoKey {
    log.warn({ reason, why }, 'the certificate of a webhook is not accepted');
    const refused = { reason, again: reason !== 'certificate' };
    bad.set(href, { ...refused, until: now() + (refused.again ? SILENT_MS : REFUSED_MS) });
    return refused;
  }

  return {
    async key(address) {
      const { href } = address;
      const kept = good.get(href);
      if (kept && now() < kept.until && isYoung(kept.since, kept.keptMs, now())) return kept.leaf.publicKey;
      const refused = bad.get(href);
      if (refused && now() < refused.until) return { reason: refused.reason, again: refused.again };
      const begun = underWay.get(href) ?? look(address).finally(() => underWay.delete(href));
      underWay.set(href, begun);
      return begun;
    },
  };
}
