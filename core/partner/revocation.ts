import type { X509Certificate } from 'node:crypto';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { createLru } from '../roles/lru.js';
import { isYoung } from '../young.js';
import { type Download, DownloadError } from './download.js';
import { revocationAddresses } from './revocation-addresses.js';
import { readRevocationList, type RevocationList } from './revocation-list.js';

/** `unnamed`: it does not say where it would be listed. `unknown`: that list could not be had, or is not its issuer's. */
export type Revocation = 'good' | 'revoked' | 'unnamed' | 'unknown';

/** Asks whether certificates were revoked, by the lists of their issuers. */
export interface Revocations {
  check(one: X509Certificate, issuer: X509Certificate): Promise<Revocation>;
}

/** A list is used until its own end; after this time a newer one is looked for, ms. */
const FRESH_MS = 6 * 3_600_000;
/** How long an address that gave none is left in peace, ms. */
const SILENT_MS = 10 * 60_000;
const MOST_LISTS = 16;

/**
 * What the lists say, fetched from allowed hosts only. They come over plain http, as authorities publish them (whoever asks over
 * https would have to check that certificate first), and are believed by their signature. A list that is kept from us revokes
 * nothing: a webhook must not depend on a host that is down, so that is only counted.
 *
 * @param origins of which lists may be fetched
 */
export function createRevocations(setup: {
  origins: readonly string[];
  download: Download;
  metrics: Metrics;
  log: Log;
  now: () => number;
}): Revocations {
  const { origins, download, metrics, log, now } = setup;
  const lists = createLru<{ list: RevocationList; since: number }>(MOST_LISTS);
  const silent = createLru<number>(MOST_LISTS);

  /** @throws DownloadError */
  async function fetched(address: URL, issuer: X509Certificate): Promise<RevocationList | undefined> {
    const list = readRevocationList(await download(address), issuer, now());
    if (list) lists.set(keyOf(address, issuer), { list, since: now() });
    return list;
  }

  async function listAt(address: URL, issuer: X509Certificate): Promise<RevocationList | undefined> {
    const key = keyOf(address, issuer);
    const known = lists.get(key);
    const usable = known && now() < known.list.until ? known : undefined;
    if (usable && isYoung(usable.since, FRESH_MS, now())) return usable.list;
    if (now() < (silent.get(key) ?? 0)) return usable?.list;
    const list = await fetched(address, issuer).catch((error: unknown) => {
      if (!(error instanceof DownloadError)) throw error;
      log.warn({ host: address.hostname, why: error.reason }, 'a list of revoked certificates could not be fetched');
      return undefined;
    });
    if (!list) silent.set(key, now() + SILENT_MS);
    return list ?? usable?.list;
  }

  async function look(one: X509Certificate, issuer: X509Certificate): Promise<Revocation> {
    const named = revocationAddresses(one);
    if (named.length === 0) return 'unnamed';
    for (const address of named.filter(({ origin }) => origins.includes(origin))) {
      const list = await listAt(address, issuer);
      if (list) return list.names(one.serialNumber) ? 'revoked' : 'good';
    }
    return 'unknown';
  }

  return {
    async check(one, issuer) {
      const outcome = await look(one, issuer);
      metrics.revocationChecks.inc({ outcome });
      return outcome;
    },
  };
}

const keyOf = ({ href }: URL, { fingerprint256 }: X509Certificate) => `${fingerprint256} ${href}`;
