import { sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Link } from './webhook-chain.js';

/** Where the stand-in has its certificate, below its prefix. Asked for without a token, as the real one is. */
export const CERTIFICATE_PATH = '/cert/pcnotifications-dispatch.microsoft.com.cer';

/** Signs events as Partner Center does. */
export interface WebhookSigner {
  /** The headers that go with a body. `alternate`: the signature stands in `x-ms-signature`. */
  headers(body: Buffer, alternate?: boolean): Promise<Record<string, string>>;
  /** The file that is fetched: the certificate and that of its issuer, as PEM. */
  file(): Promise<Buffer>;
}

/**
 * Makes its certificates when the first of them is needed: that takes a third of a second, and the start of the sandbox shall not.
 *
 * @param authorityFile where the root is written, for whoever shall believe it (PARTNER_WEBHOOK_CA_FILE)
 */
export function createWebhookSigner(options: {
  certificateUrl: string;
  authorityFile?: string | undefined;
}): WebhookSigner {
  const { certificateUrl, authorityFile } = options;
  let made: Promise<{ issuer: Link; leaf: Link }> | undefined;
  const chain = () => (made ??= make(authorityFile));
  return {
    async headers(body, alternate = false) {
      const { leaf } = await chain();
      const signature = `Signature ${sign('sha256', body, leaf.key).toString('base64')}`;
      return {
        [alternate ? 'x-ms-signature' : 'Authorization']: signature,
        'X-MS-Certificate-Url': certificateUrl,
        'X-MS-Signature-Algorithm': 'rsa-sha256',
      };
    },
    async file() {
      const { leaf, issuer } = await chain();
      return Buffer.from(`${leaf.pem}\n${issuer.pem}\n`);
    },
  };
}

async function make(authorityFile: string | undefined): Promise<{ issuer: Link; leaf: Link }> {
  // The library is loaded here for the same reason.
  const { makeChain } = await import('./webhook-chain.js');
  const { root, issuer, leaf } = await makeChain();
  if (authorityFile !== undefined) await writeFile(authorityFile, `${root.pem}\n`);
  return { issuer, leaf };
}
