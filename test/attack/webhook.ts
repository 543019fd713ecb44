import { type Attack, CANARY, refused } from './attack.js';
import { request } from './requests.js';

const PINNED = 'https://3psostorageacct.blob.core.windows.net/cert/x.cer';
const genuine: Record<string, string> = {
  'content-type': 'application/json',
  authorization: `Signature ${Buffer.alloc(256, 7).toString('base64')}`,
  'x-ms-certificate-url': PINNED,
  'x-ms-signature-algorithm': 'rsa-sha256',
};
const happened = {
  EventName: 'subscription-updated',
  ResourceUri: `https://evil.example/v1/customers/${CANARY}`,
  ResourceName: CANARY,
  AuditUri: null,
  ResourceChangeUtcDate: '2026-11-20T10:00:00Z',
};

/** @param headers what differs; undefined: that one is not sent */
const attack = (name: string, reason: string, headers: Record<string, string | undefined>): Attack => ({
  name,
  send({ url }) {
    const all = Object.entries({ ...genuine, ...headers }).filter(
      (one): one is [string, string] => one[1] !== undefined,
    );
    const options = { headers: Object.fromEntries(all), body: JSON.stringify(happened) };
    return request(`${url}/webhooks/partner-center`, options);
  },
  status: 401,
  counted: refused('partnerCenter', reason),
});

/**
 * Webhooks that anybody can send who knows the address. Those with certificates and signatures of every wrong kind are in
 * test/bots/webhook/.
 */
export const webhookAttacks: Attack[] = [
  attack('without a signature', 'headers', { authorization: undefined }),
  attack('without a certificate', 'headers', { 'x-ms-certificate-url': undefined }),
  attack('without an algorithm', 'headers', { 'x-ms-signature-algorithm': undefined }),
  attack('with a token in place of the signature', 'headers', { authorization: 'Bearer stolen' }),
  attack('with a weak algorithm', 'algorithm', { 'x-ms-signature-algorithm': 'rsa-sha1' }),
  attack('with an algorithm that signs nothing', 'algorithm', { 'x-ms-signature-algorithm': 'none' }),
  ...[
    'https://evil.example/cert/x.cer',
    `${PINNED}#/x.cer`,
    PINNED.replace('https', 'http'),
    PINNED.replace('//', '//stolen@'),
    'http://169.254.169.254/metadata/identity',
    'http://127.0.0.1:1/x.cer',
    'file:///etc/passwd',
  ].map((url) => attack(`with the certificate at ${url}`, 'certificateHost', { 'x-ms-certificate-url': url })),
];
