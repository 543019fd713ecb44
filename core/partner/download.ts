import { create } from 'axios';
import type { Proxy } from '../config.js';
import type { Metrics } from '../metrics.js';
import { noteCall } from '../outward.js';
import { createAgents } from './agents.js';
import { reasonOf } from './outbound.js';

/** Why a file was not got. `lasting`: asking again soon would end in the same way. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  /** `redirect`, `status`, `tooLarge`, `timeout`, or the system's own word (`ECONNRESET`, …). */
  readonly reason: string;
  readonly lasting: boolean;

  constructor(reason: string, lasting: boolean) {
    super(`no file: ${reason}`);
    this.reason = reason;
    this.lasting = lasting;
  }
}

/** Gets a small file from an address that the caller has allowed. @throws DownloadError */
export type Download = (address: URL) => Promise<Buffer>;

export interface DownloadOptions {
  /** What is fetched, where calls are counted. */
  operation?: 'download' | 'revocationList';
  /** HTTPS_PROXY: what everything outbound goes through. */
  proxy: Proxy | undefined;
  metrics: Metrics;
  /** ms since the epoch */
  now: () => number;
  /** For the whole exchange, in ms. Partner Center waits for its answer meanwhile. */
  timeoutMs?: number | undefined;
  /** A certificate has about 2 KB; a chain of several as PEM stays below this. */
  maxBytes?: number | undefined;
}

/** Makes the way out for certificates: no redirect followed, nothing sent along, bounds on time and size. */
export function createDownload(options: DownloadOptions): Download {
  const { operation = 'download', proxy, metrics, now, timeoutMs = 5_000, maxBytes = 64 * 1024 } = options;
  const agents = createAgents(proxy);
  const client = create({
    maxRedirects: 0,
    maxContentLength: maxBytes,
    responseType: 'arraybuffer',
    validateStatus: () => true,
    proxy: false,
  });
  const note = (outcome: string) => noteCall(metrics, { service: 'certificates', operation, outcome }, now());

  return async (address) => {
    const stop = AbortSignal.timeout(timeoutMs);
    try {
      const agent = agents.for(address);
      const { status, data } = await client.get<Buffer>(address.href, {
        signal: stop,
        httpAgent: agent,
        httpsAgent: agent,
      });
      if (status !== 200) throw refusal(status);
      note('ok');
      return data;
    } catch (error) {
      const failure = error instanceof DownloadError ? error : silence(stop.aborted ? 'timeout' : reasonOf(error));
      note(failure.lasting ? 'refused' : 'unavailable');
      throw failure;
    }
  };
}

function refusal(status: number): DownloadError {
  if (status >= 300 && status < 400) return new DownloadError('redirect', true);
  return new DownloadError('status', status < 500 && status !== 429);
}

function silence(reason: string): DownloadError {
  return new DownloadError(reason, reason === 'tooLarge');
}
