import type { Proxy } from '../../config.js';
import { randomBytes } from 'node:crypto';
import { isLoopbackUrl } from '../../config/values.js';
import { createOutbound, OutboundError } from '../../partner/outbound.js';
import type { Check } from '../check.js';
import { found, type Found } from '../codes.js';
import { createInstanceProof } from '../instance.js';

const TIMEOUT_MS = 10_000;

/** Node's words for a certificate that does not hold (nodejs.org/api/tls.html, X509 certificate error codes). */
const certificateFault = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|CRL|HOSTNAME_MISMATCH|EPROTO/;

/** Whether PUBLIC_URL leads here: its `/healthz` knows this desk's key. */
export const publicUrl: Check = {
  name: 'publicUrl',
  async run(patient) {
    const { publicUrl: address, encryptionKeys, partner } = patient.config();
    // Only a sandbox is reached at this machine.
    const local = isLoopbackUrl(address) && !isLoopbackUrl(partner.urls.login) ? [found('publicUrlLocal')] : [];
    return [...local, ...(await ask(address, encryptionKeys, partner.proxy))];
  },
};

async function ask(address: string, keys: readonly Buffer[], proxy: Proxy | undefined): Promise<Found[]> {
  const nonce = randomBytes(24).toString('base64url');
  const send = createOutbound({
    origin: new URL(address).origin,
    proxy,
    timeoutMs: TIMEOUT_MS,
    maxAnswerBytes: 64 * 1024,
  });
  try {
    const { status, text } = await send({ method: 'GET', url: `${address}/healthz?nonce=${nonce}`, headers: {} });
    const proof = text.split('\n')[1] ?? '';
    return createInstanceProof(keys).check(nonce, proof) ? [] : [found('publicUrlElsewhere', { status })];
  } catch (error) {
    const reason = error instanceof OutboundError ? error.reason : 'connection';
    return [found(certificateFault.test(reason) ? 'publicUrlCertificate' : 'publicUrlUnreachable', { reason })];
  }
}
