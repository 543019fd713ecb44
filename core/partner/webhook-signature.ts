import { KeyObject, verify } from 'node:crypto';
import type { Cloud, Proxy, WebhookConfig } from '../config.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { createRoots } from './certificate-roots.js';
import { clouds, issuerHosts, revocationHosts } from './clouds.js';
import { createDownload, type DownloadOptions } from './download.js';
import { createRevocations } from './revocation.js';
import { createWebhookCertificates, type NoKey } from './webhook-certificates.js';

/** What a request says of its own signature, as it arrived. */
export interface SignedRequest {
  /** The raw bytes. */
  body: Buffer;
  /** `Authorization`, or `x-ms-signature` where the registration asked for it: `Signature <base64>`. */
  signature: string | undefined;
  /** `X-MS-Certificate-Url` */
  certificateUrl: string | undefined;
  /** `X-MS-Signature-Algorithm` */
  algorithm: string | undefined;
}

/** Why a request was not believed. `again`: Partner Center may be believed when it repeats it. */
export interface NotBelieved {
  reason: 'headers' | 'algorithm' | 'certificateHost' | 'signature' | NoKey['reason'];
  again: boolean;
}

export interface WebhookSignatures {
  /** The signature, in its one canonical spelling, of a request that Partner Center did sign; else why it is not believed. */
  check(request: SignedRequest): Promise<{ signature: string } | NotBelieved>;
}

/** An RSA key of 8192 bits makes 1024 bytes; nothing longer is looked at. */
const LONGEST_SIGNATURE = 1024;
const LONGEST_ADDRESS = 2048;
/** Lists of revoked certificates: those of the largest authorities have some megabytes. */
const LARGEST_LIST = 8 * 1024 * 1024;
/** Partner Center waits for its answer meanwhile, and an event is taken in without the list too. */
const LIST_TIMEOUT_MS = 3_000;

/**
 * Proves that an event comes from Partner Center: RSA-SHA256 over the raw body, by a certificate from a pinned host that leads to
 * a trusted root (learn.microsoft.com/partner-center/developer/partner-center-webhooks, "how to authenticate the callback").
 */
export function createWebhookSignatures(setup: {
  cloud: Cloud;
  config: WebhookConfig;
  /** HTTPS_PROXY: what certificates are fetched through. */
  proxy?: Proxy | undefined;
  log: Log;
  metrics: Metrics;
  /** ms since the epoch */
  now: () => number;
  limits?: Pick<DownloadOptions, 'timeoutMs' | 'maxBytes'>;
}): WebhookSignatures {
  const { cloud, config, proxy, log, metrics, now, limits } = setup;
  const documented = clouds[cloud].webhookCertificates;
  const own = config.certificateOrigins;
  const pinned = [...documented.map((address) => new URL(address).origin), ...own];
  const certificates = createWebhookCertificates({
    documented,
    issuerOrigins: [...issuerHosts.flatMap((host) => [`https://${host}`, `http://${host}`]), ...own],
    download: createDownload({ proxy, metrics, now, ...limits }),
    roots: createRoots({ authorityFile: config.authorityFile, log }),
    revocations: createRevocations({
      origins: [...revocationHosts.map((host) => `http://${host}`), ...own],
      download: createDownload({
        operation: 'revocationList',
        proxy,
        metrics,
        now,
        timeoutMs: limits?.timeoutMs ?? LIST_TIMEOUT_MS,
        maxBytes: LARGEST_LIST,
      }),
      metrics,
      log,
      now,
    }),
    log,
    now,
  });

  return {
    async check({ body, signature: header, certificateUrl, algorithm }) {
      if (header === undefined || certificateUrl === undefined || algorithm === undefined) return refused('headers');
      if (algorithm.toLowerCase() !== 'rsa-sha256') return refused('algorithm');
      const signature = signatureIn(header);
      if (!signature) return refused('headers');
      const address = allowed(certificateUrl, pinned);
      if (!address) return refused('certificateHost');
      const key = await certificates.key(address);
      if (!(key instanceof KeyObject)) return key;
      if (!verify('sha256', body, key, signature)) return refused('signature');
      return { signature: signature.toString('base64') };
    },
  };
}

const refused = (reason: NotBelieved['reason']): NotBelieved => ({ reason, again: false });

/** The bytes of `Signature <base64>`. Only the spelling that an encoder writes: the same bytes are then the same text. */
function signatureIn(header: string): Buffer | undefined {
  const text = /^Signature +(?<base64>[A-Za-z0-9+/]+={0,2})$/iu.exec(header.trim())?.groups?.['base64'];
  if (text === undefined || text.length > 2 * LONGEST_SIGNATURE) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text && bytes.length <= LONGEST_SIGNATURE ? bytes : undefined;
}

/**
 * The address of a certificate, when its origin (scheme, host and port) is exactly one of those pinned. Whatever hides a host from
 * the eye (another port, a dot at the end) makes another origin; a user or a backslash is no part of such an address.
 */
function allowed(text: string, pinned: readonly string[]): URL | undefined {
  if (text.length > LONGEST_ADDRESS || !/^https?:\/\/[\w.[\]:-]+\/[\w!$&'()*+,;=:@/.~%?-]*$/iu.test(text))
    return undefined;
  const address = URL.canParse(text) ? new URL(text) : undefined;
  return address && pinned.includes(address.origin) ? address : undefined;
}
